package io.github.pgmt.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * What one page of Markdown links to, and what can be linked to in it.
 *
 * @param links where its links lead, as they are written
 * @param listed those with which a row of a table begins
 * @param given the anchors that are written down: {@code <a id="…"></a>}
 * @param headings the anchors that GitHub makes of the headings
 */
record MarkdownPage(Path file, List<String> links, List<String> listed, List<String> given, List<String> headings) {

    static final Path SITE = Path.of("site", "markdown");

    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]+)\"");

    static MarkdownPage read(Path file) throws IOException {
        MarkdownPage page =
                new MarkdownPage(file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Parser.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .parse(Files.readString(file))
                .accept(page.new Reading());
        return page;
    }

    /** Whether it becomes a page of the site, where anchors have other names than at GitHub. */
    boolean isOfTheSite() {
        return file.startsWith(SITE);
    }

    /** GitHub's rule: small letters, digits, hyphens and underscores; blanks become hyphens. */
    private static String anchorOf(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    private static String textOf(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    private final class Reading extends AbstractVisitor {

        @Override
        public void visit(Link link) {
            links.add(link.getDestination());
            super.visit(link);
        }

        @Override
        public void visit(Heading heading) {
            headings.add(anchorOf(textOf(heading)));
            super.visit(heading);
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableRow && node.getFirstChild().getFirstChild() instanceof Link first) {
                listed.add(first.getDestination());
            }
            super.visit(node);
        }

        @Override
        public void visit(HtmlInline html) {
            noteIds(html.getLiteral());
        }

        @Override
        public void visit(HtmlBlock html) {
            noteIds(html.getLiteral());
        }

        private void noteIds(String html) {
            for (Matcher id = ID.matcher(html); id.find(); ) {
                given.add(id.group(1));
            }
        }
    }
}
