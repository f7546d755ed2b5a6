package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Objective.ExclusionCap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how much time of which kind an objective may leave out, such as scheduled 1h/1M. */
final class ExclusionCaps {
  private static final Pattern CAP = Pattern.compile("([a-z]+) (\\d+[smhd])/(1[WMQY])");

  private ExclusionCaps() {}

  /** The caps in the order they are written; none without the annotation. */
  static List<ExclusionCap> read(Document document, Faults faults) {
    String stated = document.annotation(Annotations.EXCLUSIONS);
    List<ExclusionCap> caps = new ArrayList<>();
    if (stated.isEmpty()) {
      return caps;
    }
    for (String part : stated.split(", ", -1)) {
      Matcher form = CAP.matcher(part);
      if (form.matches()) {
        caps.add(
            new ExclusionCap(
                form.group(1),
                Durations.millis(form.group(2)).orElse(0),
                Windows.calendar(form.group(3))));
      } else {
        faults.add(
            document.line(),
            "metadata.annotations.refinement.io/exclusions",
            "must be caps such as scheduled 1h/1M, major 2h/1Y",
            part,
            "");
      }
    }
    return caps;
  }
}
