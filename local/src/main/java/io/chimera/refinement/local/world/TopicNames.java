package io.chimera.refinement.local.world;

/**
 * The names of the topics of one deployment.
 *
 * @param prefix prefix of every name, such as {@code refinement.}
 */
public record TopicNames(String prefix) {
  public String kpiReports() {
    return prefix + "kpi-reports";
  }

  public String outcomes() {
    return prefix + "outcomes";
  }

  public String findings() {
    return prefix + "findings";
  }

  public String alerts() {
    return prefix + "alerts";
  }

  public String recommendations() {
    return prefix + "recommendations";
  }

  public String metricPoints() {
    return prefix + "metric-points";
  }

  public String deadLetters() {
    return prefix + "dead-letters";
  }

  public String audit() {
    return prefix + "audit";
  }
}
