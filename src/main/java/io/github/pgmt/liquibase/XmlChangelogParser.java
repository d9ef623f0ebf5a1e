package io.github.pgmt.liquibase;

import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.SchemaFactory;
import liquibase.Scope;
import liquibase.parser.core.xml.XMLChangeLogSAXParser;
import org.xml.sax.SAXException;

/**
 * Liquibase's own parser of changelogs in XML, but for the XML schemas, which it reads anew for each file: with a changelog of
 * many files that is most of what their parse takes. Found through {@code META-INF/services}.
 *
 * <p>Files are validated by the schemas that they name, as before, with the same errors and the same default values, which get
 * into checksums; Java keeps what it has read by the place that a file names ({@link SchemaFactory#newSchema()}). With another
 * XML parser than Java's, and where users have turned the validation off, it is as Liquibase has it.
 */
public final class XmlChangelogParser extends XMLChangeLogSAXParser {

    private static final String OF_JAVA = "com.sun.org.apache.xerces.internal.";

    /** One that keeps its schemas as long as it is used, by one engine. */
    public XmlChangelogParser() {
        SAXParserFactory factory = getSaxParserFactory();
        if (factory.isValidating() && factory.getClass().getName().startsWith(OF_JAVA)) {
            keepSchemas(factory);
        }
    }

    private static void keepSchemas(SAXParserFactory factory) {
        try {
            factory.setSchema(SchemaFactory.newDefaultInstance().newSchema());
            // This is by a document type; with XML schemas, Liquibase's own way does not look at that either.
            factory.setValidating(false);
        } catch (SAXException e) {
            Scope.getCurrentScope().getLog(XmlChangelogParser.class).fine("XML schemas are read for each file", e);
        }
    }

    @Override
    public int getPriority() {
        return super.getPriority() + 1;
    }
}
