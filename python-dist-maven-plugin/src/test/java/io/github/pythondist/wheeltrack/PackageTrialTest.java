package io.github.pythondist.wheeltrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pythondist.reproduce.Difference;
import io.github.pythondist.reproduce.DifferenceKind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What two wheels of a package differ in")
final class PackageTrialTest {

    private static final Difference MODULE = in("spam/__init__.py");
    private static final Difference RECORD = in("spam-1.0.dist-info/RECORD");
    private static final Difference OTHER_RECORD = in("spam/data/RECORD");
    private static final Difference WHOLE = new Difference(List.of(), DifferenceKind.ORDER, "", "", "", null, 0);

    @Test
    @DisplayName("is not told of RECORD, which follows from the rest; unless there is nothing else")
    void record() {
        assertThat(PackageTrial.telling(List.of(RECORD, MODULE, OTHER_RECORD))).containsExactly(MODULE, OTHER_RECORD);
        assertThat(PackageTrial.telling(List.of(WHOLE, RECORD))).containsExactly(WHOLE);
        assertThat(PackageTrial.telling(List.of(RECORD))).containsExactly(RECORD);
    }

    private static Difference in(String member) {
        return new Difference(List.of(member), DifferenceKind.TIME, "", "", "", null, 0);
    }
}
