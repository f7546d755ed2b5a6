package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.replay.ReplaySession;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code replay}: the optimiser over standard input and output. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Answers questions to the optimiser, one JSON object a line on standard input: decisions, rewards, settings, estimates.")
final class ReplayCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    new ReplaySession(answers, System.err)
        .run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16));
    return 0;
  }
}
