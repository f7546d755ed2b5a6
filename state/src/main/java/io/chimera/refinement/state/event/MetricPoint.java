package io.chimera.refinement.state.event;

import java.util.List;

/**
 * One point for the time-series database.
 *
 * @param measurement name of the measurement
 * @param tags tags in the order in which they are written; an empty value is left out
 * @param fields at least one field
 * @param timeMillis epoch milliseconds
 */
public record MetricPoint(String measurement, List<Tag> tags, List<Field> fields, long timeMillis) {

  /** One indexed dimension. */
  public record Tag(String key, String value) {}

  /**
   * One value: text when {@code text} is not null, a whole number when {@code whole}, else a float.
   */
  public record Field(String key, double number, boolean whole, String text) {
    public static Field of(String key, double number) {
      return new Field(key, number, false, null);
    }

    public static Field of(String key, long number) {
      return new Field(key, number, true, null);
    }

    public static Field of(String key, String text) {
      return new Field(key, 0, false, text);
    }
  }
}
