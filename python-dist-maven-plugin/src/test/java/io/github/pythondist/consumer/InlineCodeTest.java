package io.github.pythondist.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InlineCodeTest {

    @Test
    void leavesOneLineAsItIs() {
        assertThat(InlineCode.dedented("print(' a ')")).isEqualTo("print(' a ')");
        assertThat(InlineCode.dedented("")).isEmpty();
    }

    @Test
    void takesAwayTheIndentationThatThePomGave() {
        // As Maven hands it over: white space at both ends is gone.
        assertThat(InlineCode.dedented(
                        "import ssl\n          for i in 1, 2:\n              print(i)\n\n          print(3)"))
                .isEqualTo("import ssl\nfor i in 1, 2:\n    print(i)\n\nprint(3)");
        assertThat(InlineCode.dedented("\n  a\n  b\n")).isEqualTo("a\nb");
    }

    @Test
    void keepsTheBodyOfABlockDeeperThanItsHead() {
        assertThat(InlineCode.dedented("if x:  # why\n            print(1)\n            print(2)"))
                .isEqualTo("if x:  # why\n    print(1)\n    print(2)");
        assertThat(InlineCode.dedented("if x:\n            print(1)\n        print(2)"))
                .isEqualTo("if x:\n    print(1)\nprint(2)");
        assertThat(InlineCode.dedented("if x:\n  print(1)\nprint(2)")).isEqualTo("if x:\n  print(1)\nprint(2)");
    }
}
