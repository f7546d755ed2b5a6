package io.chimera.refinement.local.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM to be started.
 *
 * @param name name of its pid file and its log, such as {@code taskmanager-1}
 * @param classPath as {@code -cp} takes it
 * @param jvmOptions options before the main class
 * @param mainClass class with the main method
 * @param arguments arguments of the main method
 * @param environment variables beyond those of this process
 */
public record ProcessPlan(
    String name,
    String classPath,
    List<String> jvmOptions,
    String mainClass,
    List<String> arguments,
    Map<String, String> environment) {
  /**
   * Ctrl-C in a terminal reaches every process of it at once; the children must outlast it, so that
   * their parent can drain them. What is ignored stays ignored by the program that follows.
   */
  private static final List<String> DEAF_TO_CTRL_C =
      List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");

  public ProcessPlan {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "name must be lower-case letters, digits and hyphens, was " + name);
    }
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A JVM with the environment of this one. */
  public ProcessPlan(
      String name,
      String classPath,
      List<String> jvmOptions,
      String mainClass,
      List<String> arguments) {
    this(name, classPath, jvmOptions, mainClass, arguments, Map.of());
  }

  ProcessPlan withEnvironment(String variable, String value) {
    return new ProcessPlan(
        name, classPath, jvmOptions, mainClass, arguments, Map.of(variable, value));
  }

  /** The command line; the shell at its start becomes the JVM, so that the pid stays. */
  List<String> command() {
    List<String> command = new ArrayList<>(DEAF_TO_CTRL_C);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }
}
