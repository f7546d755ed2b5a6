package io.chimera.refinement.connectors.influx;

/**
 * What came back from the database.
 *
 * @param status HTTP status; 0 when there was no answer
 * @param message what the server or the network said
 * @param retryAfter the header of that name, or null
 * @param line number of the first wrong line, from 1, if the server named it; else 0
 */
public record Answer(int status, String message, String retryAfter, int line) {
  static final Answer STORED = new Answer(204, "", null, 0);

  static Answer none(String message) {
    return new Answer(0, message, null, 0);
  }

  public boolean isStored() {
    return status >= 200 && status < 300;
  }
}
