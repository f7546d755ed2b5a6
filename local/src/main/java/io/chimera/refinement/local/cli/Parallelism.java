package io.chimera.refinement.local.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a parallelism; the upper limit is the number of key groups. */
final class Parallelism implements ITypeConverter<Integer> {
  private static final int KEY_GROUPS = 720;

  @Override
  public Integer convert(String text) {
    if (text.matches("\\d{1,9}")) {
      int parallelism = Integer.parseInt(text);
      if (parallelism >= 1 && parallelism <= KEY_GROUPS) {
        return parallelism;
      }
    }
    throw new TypeConversionException("must be from 1 to " + KEY_GROUPS + ", was " + text);
  }
}
