package io.chimera.refinement.jobs.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${env:NAME}} and {@code ${file:/path}} in values, so that secrets stay out of
 * configuration files and command lines.
 */
final class Secrets {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private final List<String> faults;

  Secrets(List<String> faults) {
    this.faults = faults;
  }

  String resolve(String key, String value) {
    Matcher matcher = REFERENCE.matcher(value);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String found =
          matcher.group(1).equals("env")
              ? fromEnvironment(key, matcher.group(2))
              : fromFile(key, matcher.group(2));
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(found));
    }
    return matcher.appendTail(resolved).toString();
  }

  private String fromEnvironment(String key, String name) {
    String value = System.getenv(name);
    if (value == null) {
      faults.add(key + " must name an environment variable that is set, was " + name);
      return "";
    }
    return value;
  }

  private String fromFile(String key, String name) {
    try {
      return Files.readString(Path.of(name)).strip();
    } catch (IOException e) {
      faults.add(key + " must name a readable file, was " + name);
      return "";
    }
  }
}
