package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The packaged product: what the build has put into the target folders. Processes start from these
 * jars and never from class folders, which a build may empty under them.
 *
 * @param home folder of the product, absolute
 */
public record Distribution(Path home) {
  private static final String REMEDY = "build it with ./mvnw -DskipTests package";

  public Distribution {
    home = home.toAbsolutePath().normalize();
  }

  /** The product in the folder that the script names, or else in the working folder. */
  public static Distribution installed() {
    return new Distribution(Path.of(System.getProperty("refinement.home", ".")));
  }

  /** Class path of Flink's own processes: plain Flink, as on a cluster, nothing of the product. */
  String flinkClassPath() {
    return folder(home.resolve("local/target/flink-lib")) + File.separator + '*';
  }

  /** Class path of broker and database. */
  String ownClassPath() {
    Path target = home.resolve("local/target");
    List<String> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "local-*.jar")) {
      found.forEach(jar -> jars.add(jar.toString()));
    } catch (IOException e) {
      throw new Failure("Cannot read %s: %s; %s".formatted(target, Failure.reason(e), REMEDY), e);
    }
    if (jars.isEmpty()) {
      throw new Failure("Cannot find the jar of the product in %s; %s".formatted(target, REMEDY));
    }
    jars.add(folder(target.resolve("lib")) + File.separator + '*');
    return String.join(File.pathSeparator, jars);
  }

  /**
   * A job's shaded jar.
   *
   * @param name file name such as {@code refinement-job.jar}
   */
  public Path jobJar(String name) {
    Path jar = home.resolve("jobs/target").resolve(name);
    if (!Files.isRegularFile(jar)) {
      throw new Failure("Cannot submit %s: it does not exist; %s".formatted(jar, REMEDY));
    }
    return jar;
  }

  /** The cluster's configuration as it is shipped. */
  Path flinkConfiguration() {
    return home.resolve("flink-conf/config.yaml");
  }

  private static Path folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure("Cannot find %s; %s".formatted(folder, REMEDY));
    }
    return folder;
  }
}
