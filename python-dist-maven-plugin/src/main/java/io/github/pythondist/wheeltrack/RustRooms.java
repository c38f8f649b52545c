package io.github.pythondist.wheeltrack;

import io.github.pythondist.catalog.Catalog;
import io.github.pythondist.catalog.RustTools;
import io.github.pythondist.component.Workshop;
import io.github.pythondist.report.Progress;
import io.github.pythondist.rust.Crate;
import io.github.pythondist.rust.CrateStore;
import io.github.pythondist.rust.RustRoom;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Rust, for those packages whose builds require it; fetched when the first of them is built. */
final class RustRooms {

    private final RustTools tools;
    private final Catalog catalog;
    private final Workshop.Room room;
    private final CrateStore crates;

    RustRooms(TrackRequest request, Catalog catalog, Workshop.Room room, Progress progress) {
        this.tools = catalog.rust();
        this.catalog = catalog;
        this.room = room;
        this.crates = new CrateStore(
                request.cacheDirectory().resolve("crates"), request.crateIndex(), request.fetch(), progress);
    }

    /**
     * @param required by a build, as PEP 508 writes it
     */
    boolean isFor(List<String> required) {
        return required.stream().map(RequirementLines::name).anyMatch(tools.requiredBy()::contains);
    }

    /** Enough to ask a backend what it requires. */
    Optional<RustRoom> toAsk(List<String> required) {
        return isFor(required) ? Optional.of(new RustRoom(root(), Optional.empty())) : Optional.empty();
    }

    /**
     * @param log of what fetches the crates
     * @throws io.github.pythondist.report.BuildFailure if something of it cannot be had
     */
    Optional<RustRoom> toBuild(List<String> required, List<Crate> locked, Path log) {
        return isFor(required)
                ? Optional.of(new RustRoom(root(), Optional.of(crates.fetch(locked, this::root, log))))
                : Optional.empty();
    }

    /** What decides, beside crates, what comes out of builds with Rust; empty for others. */
    String identity(List<String> required) {
        return isFor(required)
                ? "rust " + catalog.environment(tools.environment()).digest() + " "
                        + catalog.digest(List.of(RustTools.FOLDER)) + "\n"
                : "";
    }

    private Path root() {
        return room.tools().apply(tools.environment());
    }
}
