package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that can be killed, frozen and started again.
 *
 * <p>Its pid is in {@code DIR/pids/NAME.pid} while it is meant to run, what it prints in {@code
 * DIR/logs/NAME.log}; a restart writes on. It never outlives this JVM. Thread-safe.
 */
public final class ManagedProcess implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(15);

  private final ProcessPlan plan;
  private final Path pidFile;
  private final Path log;
  private Process process;
  private boolean frozen;

  private ManagedProcess(ProcessPlan plan, Path directory) {
    this.plan = plan;
    this.pidFile = directory.resolve("pids").resolve(plan.name() + ".pid");
    this.log = directory.resolve("logs").resolve(plan.name() + ".log");
  }

  /**
   * Starts the process and returns at once.
   *
   * @param directory folder for {@code pids} and {@code logs}
   */
  public static ManagedProcess start(ProcessPlan plan, Path directory) {
    ManagedProcess managed = new ManagedProcess(plan, directory.toAbsolutePath());
    managed.launch();
    return managed;
  }

  /** Such as {@code taskmanager-1}. */
  public String name() {
    return plan.name();
  }

  /** The pid of the process, or of the last one when it has ended. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Whether the process exists; a frozen one does. */
  public synchronized boolean alive() {
    return process.isAlive();
  }

  /** What the process prints, over all its restarts. */
  public Path log() {
    return log;
  }

  /** Ends the process without any warning (SIGKILL) and waits until it is gone. */
  public synchronized void kill() {
    process.destroyForcibly();
    awaitEnd();
    settle();
  }

  /** Stops the process where it stands (SIGSTOP): its connections stay open and go silent. */
  public synchronized void freeze() {
    signal("STOP");
    frozen = true;
  }

  /** Lets a frozen process go on (SIGCONT). */
  public synchronized void resume() {
    signal("CONT");
    frozen = false;
  }

  /** Starts the process with the same command as before, after killing what is left of it. */
  public synchronized void restart() {
    if (process.isAlive()) {
      kill();
    } else {
      settle();
    }
    launch();
  }

  /** Asks the process to end (SIGTERM) and kills it when it takes longer than 15 s. */
  @Override
  public synchronized void close() {
    askToEnd();
    if (!ended(END_LIMIT)) {
      process.destroyForcibly();
      awaitEnd();
    }
    settle();
  }

  /** Asks the process to end and does not wait; {@link #close} does. */
  synchronized void askToEnd() {
    process.destroy();
    if (frozen && process.isAlive()) {
      resume();
    }
  }

  private void launch() {
    try {
      Files.createDirectories(pidFile.getParent());
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(plan.command())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(plan.environment());
      process = builder.start();
      frozen = false;
      ProcessGuard.ofThisJvm().add(process);
      Files.writeString(pidFile, process.pid() + System.lineSeparator());
    } catch (IOException e) {
      throw new Failure(
          "Cannot start %s: %s; check that its folder %s can be written"
              .formatted(plan.name(), Failure.reason(e), pidFile.getParent()),
          e);
    }
  }

  /** The process has ended: nobody may take its number for it. */
  private void settle() {
    ProcessGuard.ofThisJvm().drop(process);
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new Failure(
          "Cannot remove %s: %s; remove it by hand".formatted(pidFile, Failure.reason(e)), e);
    }
  }

  private void awaitEnd() {
    if (!ended(END_LIMIT)) {
      throw new Failure(
          "Cannot end %s: process %d is still there after %s; kill it by hand"
              .formatted(plan.name(), process.pid(), END_LIMIT));
    }
  }

  private boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new Failure("Cannot wait for " + plan.name() + ": interrupted; it is killed", e);
    }
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      if (status != 0) {
        throw new Failure(
            "Cannot send SIG%s to %s: process %d does not run; restart it first"
                .formatted(name, plan.name(), process.pid()));
      }
    } catch (IOException e) {
      throw new Failure(
          "Cannot send SIG%s to %s: %s; check that kill is on PATH"
              .formatted(name, plan.name(), Failure.reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot signal " + plan.name() + ": interrupted; try again", e);
    }
  }
}
