package com.example;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.integration.spring.MultiTenantSpringLiquibase;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * Starts as an application does that has Spring Boot run Liquibase, in one schema or, by MultiTenantSpringLiquibase, in
 * several.
 */
@SpringBootApplication
public class Application {

    private static final String CHANGELOG = "classpath:/db/changelog/spring.yaml";

    /** The database's URL, what the names of the runs' schemas begin with, and "before" or "after" pgmt. */
    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        for (String run : new LinkedHashSet<>(List.of(arguments[1].split(",")))) {
            start(url, run, arguments[2].equals("before"));
        }
    }

    private static void start(String url, String run, boolean isBefore) throws Exception {
        History history = new History(url, run);
        if (isBefore) {
            startWithOneSchema(url, run + "_boot_before");
            startWithSeveralSchemas(url, run + "_several_before");
            history.note("application");
        } else {
            history.note("pgmt");
            startWithOneSchema(url, run + "_boot_after");
            startWithSeveralSchemas(url, run + "_several_before", run + "_several_after");
        }
    }

    private static void startWithOneSchema(String url, String schema) {
        start(
                url,
                "--spring.liquibase.change-log=" + CHANGELOG,
                "--spring.liquibase.default-schema=" + schema,
                "--spring.liquibase.contexts=production",
                "--spring.liquibase.label-filter=!extra",
                "--spring.liquibase.parameters.shop=corner",
                "--spring.liquibase.parameters.tenant=" + schema);
    }

    private static void startWithSeveralSchemas(String url, String... schemas) {
        start(url, "--spring.liquibase.enabled=false", "--schemas=" + String.join(",", schemas));
    }

    private static void start(String url, String... properties) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of("spring.datasource.url", url, "spring.main.banner-mode", "off"));
        application.run(properties).close();
    }

    @Bean
    @ConditionalOnProperty("schemas")
    MultiTenantSpringLiquibase severalSchemas(
            DataSource dataSource, ResourceLoader resourceLoader, @Value("${schemas}") List<String> schemas) {
        MultiTenantSpringLiquibase liquibase = new MultiTenantSpringLiquibase();
        liquibase.setDataSource(dataSource);
        liquibase.setResourceLoader(resourceLoader);
        liquibase.setSchemas(schemas);
        liquibase.setChangeLog(CHANGELOG);
        liquibase.setContexts("production");
        liquibase.setLabelFilter("!extra");
        liquibase.setParameters(Map.of("shop", "corner"));
        return liquibase;
    }
}
