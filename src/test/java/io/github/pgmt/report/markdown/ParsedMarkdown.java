package io.github.pgmt.report.markdown;

import io.github.pgmt.migration.event.RunReport;
import io.github.pgmt.testing.Reports;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A Markdown report as somebody else's parser reads it. */
final class ParsedMarkdown {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());

    private final List<String> codes = new ArrayList<>();
    private final List<String> blocks = new ArrayList<>();
    private final StringBuilder shape = new StringBuilder();
    private final StringBuilder words = new StringBuilder();

    private ParsedMarkdown(String markdown) {
        describe(Parser.builder().extensions(TABLES).build().parse(markdown));
    }

    static ParsedMarkdown of(RunReport report) {
        return new ParsedMarkdown(text(report));
    }

    static String text(RunReport report) {
        StringWriter writer = new StringWriter();
        try {
            MarkdownReport.write(report, Reports.AS_IT_IS, true, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }

    /** The texts of code spans, in their order. */
    List<String> codes() {
        return codes;
    }

    /** The texts of code blocks, in their order. */
    List<String> blocks() {
        return blocks;
    }

    /** Which nodes there are in which, and the text of all that is no code. */
    String shape() {
        return shape.toString();
    }

    /** The text of all that is no code. */
    String words() {
        return words.toString();
    }

    private void describe(Node node) {
        shape.append(node.getClass().getSimpleName());
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Code code) {
                codes.add(code.getLiteral());
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                blocks.add(block.getLiteral());
            }

            @Override
            public void visit(Text text) {
                shape.append('"').append(text.getLiteral()).append('"');
                words.append(text.getLiteral());
            }

            @Override
            protected void visitChildren(Node parent) {
                // Below, for every kind of node.
            }
        });
        shape.append('(');
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            describe(child);
        }
        shape.append(')');
    }
}
