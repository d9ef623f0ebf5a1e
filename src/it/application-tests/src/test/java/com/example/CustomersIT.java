package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootTest
class CustomersIT {

    @Autowired
    private Customers customers;

    @Autowired
    private JdbcTemplate jdbc;

    @Value("${spring.datasource.url}")
    private String url;

    @ParameterizedTest
    @ValueSource(strings = {"acme", "beta"})
    void everyTenantHasItsCustomers(String tenant) throws Exception {
        assertThat(customers.of(tenant)).containsExactly("first of " + tenant);
        assertThat(jdbc.queryForObject("SELECT text FROM " + tenant + ".note", String.class))
                .isEqualTo("${pgmt.embedded.password} ${pgmt.embedded.port}");
    }

    @Test
    void thePortStandsAlone() {
        assertThat(url).isEqualTo("jdbc:postgresql://localhost:" + System.getProperty("tenants.port") + "/postgres");
    }
}
