package io.github.pgmt.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liquibase.GlobalConfiguration;
import liquibase.Scope;
import liquibase.configuration.ConfigurationValueProvider;
import liquibase.configuration.ConfiguredValue;
import liquibase.configuration.LiquibaseConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings are found where Liquibase finds them, also those that change while it works. */
class SettingLookupsTest {

    private static final String PROPERTY = "liquibase.outputFileEncoding";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void aPropertyIsFoundWhenItIsSetAndNoMoreWhenItIsGone() {
        String before = encoding().getValue();
        SettingLookups.quicken();

        assertThat(encoding().getValue()).isEqualTo(before);
        System.setProperty(PROPERTY, "ISO-8859-15");
        assertThat(encoding().getValue()).isEqualTo("ISO-8859-15");
        assertThat(encoding().getProvidedValue().describe())
                .contains("System property")
                .contains(PROPERTY);
        System.setProperty(PROPERTY, "US-ASCII");
        assertThat(encoding().getValue()).isEqualTo("US-ASCII");
        System.clearProperty(PROPERTY);
        assertThat(encoding().getValue()).isEqualTo(before);
    }

    @Test
    void twoProvidersAreReplacedAndTheOthersStayInTheirOrder() {
        List<Integer> before = precedences();
        SettingLookups.quicken();
        SettingLookups.quicken();

        assertThat(precedences()).isEqualTo(before);
        assertThat(Scope.getCurrentScope()
                        .getSingleton(LiquibaseConfiguration.class)
                        .getProviders())
                .filteredOn(provider -> provider.getClass().getName().startsWith(SettingLookups.class.getName()))
                .hasSize(2);
    }

    private static List<Integer> precedences() {
        return Scope.getCurrentScope().getSingleton(LiquibaseConfiguration.class).getProviders().stream()
                .map(ConfigurationValueProvider::getPrecedence)
                .toList();
    }

    private static ConfiguredValue<String> encoding() {
        return GlobalConfiguration.OUTPUT_FILE_ENCODING.getCurrentConfiguredValue();
    }
}
