package io.chimera.refinement.local.backtest;

import java.time.Instant;
import java.util.Locale;

/**
 * A drawing of a series with the band of what was expected, the score and the findings, as SVG.
 *
 * <p>At most {@value #MAX_COLUMNS} columns are kept, each with the extremes of its rows: when they
 * are full, two become one. So the memory is constant and no spike is lost.
 */
final class SeriesPlot {
  private static final int MAX_COLUMNS = 2_000;
  private static final int WIDTH = 1_400;
  private static final int HEIGHT = 420;
  private static final int SCORE_HEIGHT = 80;
  private static final int MARGIN = 40;

  private final String title;
  private final double[] low = new double[MAX_COLUMNS];
  private final double[] high = new double[MAX_COLUMNS];
  private final double[] lower = new double[MAX_COLUMNS];
  private final double[] upper = new double[MAX_COLUMNS];
  private final double[] score = new double[MAX_COLUMNS];
  private final boolean[] found = new boolean[MAX_COLUMNS];
  private int columns;
  private long rowsPerColumn = 1;
  private long rowsInLast;
  private long firstMillis;
  private long lastMillis;

  SeriesPlot(String title) {
    this.title = title;
  }

  void add(
      long timeMillis,
      double value,
      double expectedLower,
      double expectedUpper,
      double rowScore,
      boolean opened) {
    if (columns == 0) {
      firstMillis = timeMillis;
    }
    lastMillis = timeMillis;
    if (columns == 0 || rowsInLast == rowsPerColumn) {
      if (columns == MAX_COLUMNS) {
        halve();
      }
      int next = columns++;
      low[next] = value;
      high[next] = value;
      lower[next] = expectedLower;
      upper[next] = expectedUpper;
      score[next] = rowScore;
      found[next] = opened;
      rowsInLast = 1;
      return;
    }
    int last = columns - 1;
    low[last] = Math.min(low[last], value);
    high[last] = Math.max(high[last], value);
    lower[last] = Math.min(lower[last], expectedLower);
    upper[last] = Math.max(upper[last], expectedUpper);
    score[last] = Math.max(score[last], rowScore);
    found[last] |= opened;
    rowsInLast++;
  }

  private void halve() {
    for (int i = 0; i < MAX_COLUMNS / 2; i++) {
      low[i] = Math.min(low[2 * i], low[2 * i + 1]);
      high[i] = Math.max(high[2 * i], high[2 * i + 1]);
      lower[i] = Math.min(lower[2 * i], lower[2 * i + 1]);
      upper[i] = Math.max(upper[2 * i], upper[2 * i + 1]);
      score[i] = Math.max(score[2 * i], score[2 * i + 1]);
      found[i] = found[2 * i] || found[2 * i + 1];
    }
    columns = MAX_COLUMNS / 2;
    rowsPerColumn *= 2;
  }

  String svg() {
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < columns; i++) {
      bottom = Math.min(bottom, low[i]);
      top = Math.max(top, high[i]);
    }
    if (columns == 0) {
      bottom = 0;
      top = 1;
    }
    double span = top - bottom > 0 && top - bottom < Double.MAX_VALUE ? top - bottom : 1;
    StringBuilder svg = new StringBuilder(1 << 16);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n<text x=\"%d\" y=\"16\">%s</text>%n",
            WIDTH,
            HEIGHT + SCORE_HEIGHT + 2 * MARGIN,
            MARGIN,
            escaped(title)));
    area(svg, bottom, span);
    svg.append("<path fill=\"none\" stroke=\"#1f4e9e\" stroke-width=\"1\" d=\"");
    for (int i = 0; i < columns; i++) {
      point(svg, i == 0 ? 'M' : 'L', i, y(low[i], bottom, span));
      if (high[i] > low[i]) {
        point(svg, 'L', i, y(high[i], bottom, span));
      }
    }
    svg.append("\"/>\n<path fill=\"none\" stroke=\"#c2571a\" stroke-width=\"1\" d=\"");
    for (int i = 0; i < columns; i++) {
      point(svg, i == 0 ? 'M' : 'L', i, scoreY(score[i]));
    }
    svg.append("\"/>\n");
    for (int i = 0; i < columns; i++) {
      if (found[i]) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#d0021b\"/>%n",
                x(i),
                y(high[i], bottom, span)));
      }
    }
    int foot = MARGIN + HEIGHT + SCORE_HEIGHT + 20;
    label(
        svg,
        MARGIN,
        foot,
        columns == 0 ? "no values" : Instant.ofEpochMilli(firstMillis).toString());
    label(
        svg,
        WIDTH - MARGIN - 150,
        foot,
        columns == 0 ? "" : Instant.ofEpochMilli(lastMillis).toString());
    label(svg, 2, MARGIN + 10, String.format(Locale.ROOT, "%.4g", top));
    label(svg, 2, MARGIN + HEIGHT, String.format(Locale.ROOT, "%.4g", bottom));
    label(svg, 2, MARGIN + HEIGHT + SCORE_HEIGHT, "score");
    return svg.append("</svg>\n").toString();
  }

  private void area(StringBuilder svg, double bottom, double span) {
    svg.append("<path fill=\"#b8d4b8\" fill-opacity=\"0.5\" stroke=\"none\" d=\"");
    for (int i = 0; i < columns; i++) {
      point(svg, i == 0 ? 'M' : 'L', i, y(upper[i], bottom, span));
    }
    for (int i = columns - 1; i >= 0; i--) {
      point(svg, 'L', i, y(lower[i], bottom, span));
    }
    svg.append("\"/>\n");
  }

  private void point(StringBuilder svg, char command, int column, double y) {
    svg.append(command)
        .append(Math.round(10 * x(column)) / 10.0)
        .append(' ')
        .append(Math.round(10 * y) / 10.0);
  }

  private double x(int column) {
    return MARGIN + (WIDTH - 2.0 * MARGIN) * column / Math.max(1, columns - 1);
  }

  /** Values outside of the drawing, such as those of a wide band, lie on its edge. */
  private static double y(double value, double bottom, double span) {
    double ratio = Math.max(0, Math.min(1, (value - bottom) / span));
    return MARGIN + HEIGHT * (1 - ratio);
  }

  private static double scoreY(double score) {
    return MARGIN + HEIGHT + SCORE_HEIGHT * (1 - score);
  }

  private static void label(StringBuilder svg, int x, int y, String text) {
    svg.append("<text x=\"").append(x).append("\" y=\"").append(y).append("\">");
    svg.append(escaped(text)).append("</text>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
