package io.github.pythondist.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.pythondist.files.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pinned file: what its bytes are, and where they may come from.
 *
 * @param file what it is called here, a plain name; places may call it otherwise
 * @param size in bytes
 * @param sha256 of its bytes
 * @param places tried in this order
 */
public record SourceFile(String file, long size, Digest sha256, List<Place> places) {

    /**
     * @throws IllegalArgumentException if the name is not plain, the size not positive, or the digest or places missing
     */
    @JsonCreator
    public SourceFile(
            @JsonProperty("file") @Nullable String file,
            @JsonProperty("size") long size,
            @JsonProperty("sha256") @Nullable Digest sha256,
            @JsonProperty("places") @Nullable List<Place> places) {
        // Names that start with a dot are the store's own.
        if (file == null
                || file.isBlank()
                || file.startsWith(".")
                || file.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
            throw new IllegalArgumentException(
                    "the 'file' of a source is a plain name without folders and leading dot, not '" + file + "'");
        }
        if (size <= 0) {
            throw new IllegalArgumentException("the source " + file + " needs a 'size' in bytes above zero");
        }
        if (sha256 == null) {
            throw new IllegalArgumentException("the source " + file + " needs a 'sha256'");
        }
        if (places == null || places.isEmpty()) {
            throw new IllegalArgumentException("the source " + file + " needs at least one of 'places'");
        }
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
        this.places = List.copyOf(places);
    }
}
