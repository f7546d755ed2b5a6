package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.world.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Main class of the database's process: {@code DIRECTORY PORT}. Runs until SIGTERM. */
public final class DatabaseProcess {
  private DatabaseProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedDatabase database =
        EmbeddedDatabase.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(database::close, "close-database"));
    new CountDownLatch(1).await();
  }
}
