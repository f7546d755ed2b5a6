package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkRest;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code host:port}, or several of them separated by commas, one per JobManager. */
final class FlinkAddress implements ITypeConverter<FlinkRest> {
  private static final Pattern FORM = Pattern.compile("[\\w.-]+:\\d{1,5}");

  @Override
  public FlinkRest convert(String text) {
    List<String> addresses = List.of(text.strip().split("\\s*,\\s*"));
    for (String address : addresses) {
      if (!FORM.matcher(address).matches()) {
        throw new TypeConversionException("must be host:port, was " + address);
      }
    }
    return new FlinkRest(addresses.stream().map(address -> "http://" + address).toList());
  }
}
