package io.chimera.refinement.local.oracle;

import java.util.List;

/** The topics of one deployment, by their names in the contract. */
public record Topics(String prefix) {
  public String reports() {
    return prefix + "kpi-reports";
  }

  String points() {
    return prefix + "metric-points";
  }

  String recommendations() {
    return prefix + "recommendations";
  }

  String findings() {
    return prefix + "findings";
  }

  String alerts() {
    return prefix + "alerts";
  }

  public String deadLetters() {
    return prefix + "dead-letters";
  }

  String audit() {
    return prefix + "audit";
  }

  List<String> outputs() {
    return List.of(points(), recommendations(), findings(), alerts(), deadLetters(), audit());
  }
}
