package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile;
import io.chimera.refinement.connectors.yaml.LoadProfile.Variant;
import io.chimera.refinement.state.event.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The profiles that there are, as a table of text.
 *
 * @param columns names of the columns
 * @param rows one row per profile
 */
public record ProfileTable(List<String> columns, List<List<String>> rows) {
  private static final long SECOND = 1_000;

  public static ProfileTable of(List<LoadProfile> profiles) {
    return new ProfileTable(
        List.of(
            "name",
            "system",
            "duration",
            "peakReportsPerSecond",
            "agents",
            "variants",
            "acceptance",
            "runInstead"),
        profiles.stream().map(ProfileTable::row).toList());
  }

  private static List<String> row(LoadProfile profile) {
    List<String> row = new ArrayList<>(List.of(profile.name(), profile.system()));
    if (profile.isRunnable()) {
      Schedule schedule = new LoadPlan(profile, "", 1, 1, 0).schedule();
      boolean unpaced = schedule.durationMillis() == 0;
      row.add(unpaced ? "" : duration(schedule.durationMillis()));
      row.add(
          unpaced
              ? "as fast as it goes"
              : Figures.text(Math.rint(schedule.peakReportsPerSecond() * 100) / 100));
      row.add(Integer.toString(profile.load().agents()));
      row.add(
          profile.load().variants().stream().map(Variant::name).collect(Collectors.joining(" ")));
    } else {
      row.addAll(List.of("", "", "", ""));
    }
    row.add(profile.stated().getOrDefault("acceptance", ""));
    row.add(profile.runInstead());
    return row;
  }

  private static String duration(long millis) {
    long seconds = millis / SECOND;
    return seconds % 3_600 == 0
        ? seconds / 3_600 + " h"
        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  /** The table in columns, with what cannot be run at its end. */
  public List<String> text() {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("name", "system", "duration", "reports/s", "agents", "variants", "acceptance"));
    for (List<String> row : rows) {
      String instead = row.get(row.size() - 1);
      List<String> shown = new ArrayList<>(row.subList(0, row.size() - 1));
      if (!instead.isEmpty()) {
        shown.set(shown.size() - 1, shown.get(shown.size() - 1) + "; instead: " + instead);
      }
      all.add(shown);
    }
    return TextTable.of(all);
  }
}
