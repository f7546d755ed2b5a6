package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.world.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Main class of the broker's process: {@code DIRECTORY PORT}. Runs until SIGTERM. */
public final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
    new CountDownLatch(1).await();
  }
}
