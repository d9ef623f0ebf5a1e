package io.github.pgmt.report;

import java.util.List;
import java.util.stream.Stream;

/** Names that PostgreSQL takes for a schema and that formats stumble over. */
public final class HostileNames {

    /** What every format, XML attributes too, can give back exactly. */
    public static final List<String> PRINTABLE = List.of(
            "quotes \"double\" 'single' `back`",
            "<tag attribute=\"1\"> & &amp; ]]>",
            "emoji \uD83D\uDE00 \uD83D\uDC68\u200D\uD83D\uDC69",
            "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627",
            "override \u202E gnp.exe",
            " blanks at both ends ",
            "back\\slash \\u0041",
            "line \u2028 separator \u0085",
            "${user} %s {0}",
            "pipes | \\| `|` \\\\| a\\",
            "`",
            "``` a `` b `",
            "` ` ``",
            "    # heading",
            "| --- | ---: |",
            "@octocat #1 :boom: $`x`$ ~~~ ***",
            "</code></pre></details><script>alert(1)</script><!--",
            "![image](https://example.com/a.png) [link](javascript:alert(1)) <https://example.com>");

    public static final List<String> WITH_CONTROLS =
            List.of("new\nline", "carriage\rreturn", "tab\tstop", "bell\u0007 \u001B[31m");

    public static final List<String> ALL =
            Stream.concat(PRINTABLE.stream(), WITH_CONTROLS.stream()).toList();

    private HostileNames() {}
}
