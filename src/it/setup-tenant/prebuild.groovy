import io.github.pgmt.testing.ItDatabase

ItDatabase.create(context, basedir, [
    """DO \$\$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'it_setup_tenant') THEN
            CREATE ROLE it_setup_tenant;
        END IF;
    END \$\$""",
])
return true
