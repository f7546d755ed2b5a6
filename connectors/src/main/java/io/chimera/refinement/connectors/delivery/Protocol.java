package io.chimera.refinement.connectors.delivery;

import java.util.Locale;

/** How a subscriber is addressed (REF-L7-04); the message queue is the topic itself. */
public enum Protocol {
  /** A POST, with a bearer token if the subscriber wants one. */
  REST,
  /** A POST that is signed, so that the receiver knows who sent it and when. */
  WEBHOOK;

  /** As settings, metrics and dead letters write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
