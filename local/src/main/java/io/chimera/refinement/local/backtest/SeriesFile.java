package io.chimera.refinement.local.backtest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One file of a backtest.
 *
 * @param input where it is
 * @param result path of its result below the output folder: {@code x.csv.gz} gives {@code x.csv}
 */
record SeriesFile(Path input, Path result) {
  private static final String CSV = ".csv";
  private static final String GZIP = ".gz";

  boolean isGzip() {
    return input.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  /** Name for people: the path below the input folder. */
  String name() {
    return result.toString();
  }

  /**
   * The CSV files below {@code input}, or {@code input} itself when it is a file, by name. The
   * folder {@code output} is passed over, in case it lies inside.
   */
  static List<SeriesFile> below(Path input, Path output) throws IOException {
    if (!Files.isDirectory(input)) {
      return List.of(new SeriesFile(input, resultOf(input.getFileName())));
    }
    List<SeriesFile> files = new ArrayList<>();
    Path excluded = output.toAbsolutePath().normalize();
    Files.walkFileTree(
        input,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.toAbsolutePath().normalize().equals(excluded) && !folder.equals(input)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isSeries(file)) {
              files.add(new SeriesFile(file, resultOf(input.relativize(file))));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException cause) {
            // Reported when it is read: a folder that cannot be listed is a bad file as well.
            files.add(new SeriesFile(file, resultOf(input.relativize(file))));
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.comparing(SeriesFile::name).thenComparing(SeriesFile::input));
    return files;
  }

  private static boolean isSeries(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(CSV) || name.endsWith(CSV + GZIP);
  }

  private static Path resultOf(Path relative) {
    String name = relative.getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    String plain = lower.endsWith(GZIP) ? name.substring(0, name.length() - 3) : name;
    String result = plain.toLowerCase(Locale.ROOT).endsWith(CSV) ? plain : plain + CSV;
    return relative.resolveSibling(result);
  }
}
