package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.WheelRecipe;
import io.github.pythondist.wheel.SdistIndex.PackageFile;
import io.github.pythondist.wheeltrack.TrackRecord.Entry;
import java.nio.file.Path;
import java.util.List;

/**
 * A wheel that two builds made to the same bytes.
 *
 * @param entry as the record has it
 * @param file the wheel, under its name
 * @param sdist what it was made of
 * @param requires what was installed where it was built
 * @param recipe what its build was given beside that
 */
public record TrackedWheel(Entry entry, Path file, PackageFile sdist, List<PackageFile> requires, WheelRecipe recipe) {

    public TrackedWheel {
        requires = List.copyOf(requires);
    }
}
