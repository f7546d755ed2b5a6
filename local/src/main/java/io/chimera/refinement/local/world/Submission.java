package io.chimera.refinement.local.world;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job to submit.
 *
 * @param jar shaded job jar
 * @param arguments of its main method
 * @param origin what state it starts from; empty for none
 * @param parallelism empty for the cluster's default
 */
public record Submission(
    Path jar, List<String> arguments, Optional<Origin> origin, OptionalInt parallelism) {

  /**
   * State to start from.
   *
   * @param path savepoint or retained checkpoint
   * @param allowNonRestoredState whether state of operators that the job no longer has is forgotten
   */
  public record Origin(String path, boolean allowNonRestoredState) {
    /** In Flink's message when the job has no operator for state, and it may not be forgotten. */
    public static final String NOBODY_FOR_STATE = "Cannot map checkpoint/savepoint state";
  }

  /** A job that starts without state. */
  public static Submission of(Path jar, List<String> arguments) {
    return new Submission(jar, arguments, Optional.empty(), OptionalInt.empty());
  }

  /** The same from a savepoint, all of whose state the job has an operator for. */
  public Submission from(String path) {
    return new Submission(jar, arguments, Optional.of(new Origin(path, false)), parallelism);
  }

  public Submission at(int subtasks) {
    return new Submission(jar, arguments, origin, OptionalInt.of(subtasks));
  }
}
