package io.github.pgmt.benchmark;

import java.net.URL;
import java.net.URLClassLoader;
import liquibase.integration.spring.MultiTenantSpringLiquibase;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * Liquibase's own class for many schemas, as a Spring application has it. Without a connection pool: Liquibase's
 * search_path grows on a connection that goes from tenant to tenant.
 */
final class SpringCandidate implements Candidate {

    @Override
    public Replayed migrate(Target target) throws Exception {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(target.server().text());
        URL[] changelogs = {target.files().directory().toUri().toURL()};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader classes = new URLClassLoader(changelogs, SpringCandidate.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(classes);
            MultiTenantSpringLiquibase liquibase = new MultiTenantSpringLiquibase();
            liquibase.setResourceLoader(new DefaultResourceLoader(classes));
            liquibase.setDataSource(dataSource);
            liquibase.setSchemas(target.schemas());
            liquibase.setChangeLog("classpath:" + target.theCase().changelog());
            liquibase.afterPropertiesSet();
            return Replayed.NOTHING;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
