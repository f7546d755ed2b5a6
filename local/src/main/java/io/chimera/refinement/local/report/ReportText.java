package io.chimera.refinement.local.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.state.event.Figures;
import java.util.List;

/** The report as text, JSON or a page. */
public final class ReportText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportText() {}

  /** One line per objective that has something to say, then gates and credits. */
  public static String text(SlaReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%-44s %-22s %14s %14s %-10s %9s  %s%n"
            .formatted("objective", "subject", "target", "actual", "passed", "margin", "reason"));
    for (SlaReport.Row row : report.rows()) {
      if (row.actual() != null || row.passed() != null) {
        text.append(
            "%-44s %-22s %14s %14s %-10s %9s  %s%n"
                .formatted(
                    row.objective(),
                    row.subject(),
                    row.target() + " " + row.unit(),
                    row.actual() == null ? "-" : Figures.text(row.actual()),
                    verdict(row.passed()),
                    row.marginPercent() == null ? "" : Figures.text(row.marginPercent()) + " %",
                    row.reason()));
      }
    }
    long silent = report.rows().stream().filter(row -> row.actual() == null).count();
    text.append("%n%d objective(s) without data%n".formatted(silent));
    for (SlaReport.GateRow gate : report.gates()) {
      text.append(
          "gate %s (%s): %s, %d missed, %d unknown%n"
              .formatted(
                  gate.gate(),
                  gate.title(),
                  verdict(gate.passed()),
                  gate.missed().size(),
                  gate.unknown().size()));
    }
    for (SlaReport.CreditRow credit : report.credits()) {
      text.append(
          "credit %s on %s: %s %%%n"
              .formatted(
                  credit.schedule(), credit.objective(), Figures.text(credit.creditPercent())));
    }
    return text.toString();
  }

  private static String verdict(Boolean passed) {
    return passed == null ? "unknown" : passed ? "yes" : "NO";
  }

  /** As the contract has it. */
  public static String json(SlaReport report) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode objectives = root.putArray("objectives");
    for (SlaReport.Row row : report.rows()) {
      objectives
          .addObject()
          .put("objective", row.objective())
          .put("pack", row.pack())
          .put("subject", row.subject())
          .put("target", row.target())
          .put("actual", row.actual())
          .put("unit", row.unit())
          .put("passed", row.passed())
          .put("marginPercent", row.marginPercent())
          .put("samples", row.samples())
          .put("compliance", row.compliance())
          .put("rawCompliance", row.rawCompliance())
          .put("budgetLeft", row.budgetLeft())
          .put("reason", row.reason());
    }
    ArrayNode gates = root.putArray("gates");
    for (SlaReport.GateRow gate : report.gates()) {
      ObjectNode node =
          gates
              .addObject()
              .put("gate", gate.gate())
              .put("title", gate.title())
              .put("passed", gate.passed());
      names(node.putArray("missed"), gate.missed());
      names(node.putArray("unknown"), gate.unknown());
    }
    ArrayNode credits = root.putArray("credits");
    for (SlaReport.CreditRow credit : report.credits()) {
      credits
          .addObject()
          .put("schedule", credit.schedule())
          .put("objective", credit.objective())
          .put("actual", credit.actual())
          .put("creditPercent", credit.creditPercent());
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the report: " + e.getMessage(), e);
    }
  }

  private static void names(ArrayNode array, List<String> names) {
    names.forEach(array::add);
  }

  /** One page without scripts. */
  public static String html(SlaReport report) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>SLA report</title>
        <style>body{font:14px sans-serif;margin:2em}td,th{padding:2px 10px;text-align:left}
        .yes{color:#060}.no{color:#a00}.unknown{color:#777}</style></head><body>
        <h1>SLA report</h1>
        <table><tr><th>objective<th>subject<th>target<th>actual<th>passed<th>margin<th>budget left<th>reason</tr>
        """);
    for (SlaReport.Row row : report.rows()) {
      page.append(
          "<tr class=\"%s\"><td>%s<td>%s<td>%s<td>%s<td>%s<td>%s<td>%s<td>%s</tr>%n"
              .formatted(
                  verdict(row.passed()).toLowerCase(java.util.Locale.ROOT),
                  escaped(row.objective()),
                  escaped(row.subject()),
                  escaped(row.target() + " " + row.unit()),
                  row.actual() == null ? "" : Figures.text(row.actual()),
                  verdict(row.passed()),
                  row.marginPercent() == null ? "" : Figures.text(row.marginPercent()) + " %",
                  row.budgetLeft() == null ? "" : Figures.text(row.budgetLeft() * 100) + " %",
                  escaped(row.reason())));
    }
    page.append("</table><h2>Gates</h2><ul>");
    report
        .gates()
        .forEach(
            gate ->
                page.append(
                    "<li>%s (%s): %s</li>"
                        .formatted(
                            escaped(gate.gate()), escaped(gate.title()), verdict(gate.passed()))));
    page.append("</ul><h2>Credits</h2><ul>");
    report
        .credits()
        .forEach(
            credit ->
                page.append(
                    "<li>%s: %s %%</li>"
                        .formatted(
                            escaped(credit.schedule()), Figures.text(credit.creditPercent()))));
    return page.append("</ul></body></html>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
