--liquibase formatted sql logicalFilePath:app/more

--changeset more:1 runOnChange:true comment:runs_again
CREATE OR REPLACE VIEW more AS SELECT 1 AS one;
--rollback DROP VIEW more;
