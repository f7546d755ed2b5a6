package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A broker as a process: prints its address, runs until its standard input ends, which it also does when the parent dies in whatever
 * way.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /** Takes the folder for the broker's data. */
  public static void main(String[] arguments) throws Exception {
    // Ctrl-C in a terminal reaches every process of the group; the parent decides when the broker goes.
    var unused = StopSignal.ofProcess();
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0)) {
      out.println(SeparateBroker.READY + broker.bootstrapServers());
      out.flush();
      while (System.in.read() >= 0) {
        // Nothing is ever said on it: only its end counts.
      }
    }
    System.exit(0);
  }
}
