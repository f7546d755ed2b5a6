package io.chimera.refinement.local.run;

import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the parts of a run listen. */
record Addresses(String kafka, String flink, String db, String console) {

  /** One {@code name=address} per line. */
  List<String> lines() {
    return List.of("kafka=" + kafka, "flink=" + flink, "db=" + db, "console=" + console);
  }

  /** Writes {@code addresses.json} into the folder. */
  void write(Path directory) {
    String json =
        """
        {"kafka": "%s", "flink": "%s", "db": "%s", "console": "%s", "pid": %d}
        """
            .formatted(kafka, flink, db, console, ProcessHandle.current().pid());
    Path file = directory.resolve("addresses.json");
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new Failure(
          "Cannot write %s: %s; check the data folder".formatted(file, Failure.reason(e)), e);
    }
  }
}
