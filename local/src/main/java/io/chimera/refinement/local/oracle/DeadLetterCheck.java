package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the dead letters of the input topic with those that must be there: exactly once each.
 */
final class DeadLetterCheck {
  private static final int KEPT_BYTES = 256 * 1024;

  private final Map<String, List<JsonNode>> letters = new TreeMap<>();

  DeadLetterCheck(List<JsonNode> found, String inputTopic) {
    for (JsonNode letter : found) {
      if (letter.path("topic").asText().equals(inputTopic)) {
        letters.computeIfAbsent(place(letter), key -> new ArrayList<>()).add(letter);
      }
    }
  }

  private static String place(JsonNode letter) {
    return letter.path("partition").asInt()
        + "@"
        + letter.path("offset").asLong()
        + "#"
        + letter.path("index").asInt();
  }

  /** Where both verdicts are right, takes the one that the product gave. */
  List<Judged> settle(List<Judged> judged) {
    return judged.stream()
        .map(
            each ->
                each.fate() != Fate.EITHER
                    ? each
                    : isLate(each) ? each.with(Fate.LATE, "LATE") : each.with(Fate.ACCEPTED, null))
        .toList();
  }

  private boolean isLate(Judged each) {
    List<JsonNode> there = letters.get(each.place());
    return there != null && there.get(0).path("reason").asText().equals("LATE");
  }

  void run(List<Judged> judged, Tally tally) {
    Map<String, Judged> expected = new TreeMap<>();
    judged.stream()
        .filter(each -> each.reason() != null)
        .forEach(each -> expected.put(each.place(), each));
    tally.fact("deadLetters", expected.size());
    letters.forEach(
        (place, there) -> {
          Judged wanted = expected.get(place);
          for (int i = 1; i < there.size(); i++) {
            tally.duplicate("dead letter " + place + ' ' + there.get(i).path("reason").asText());
          }
          if (wanted == null) {
            tally.wrong("dead letter that must not be: " + place + ' ' + describe(there.get(0)));
          } else {
            compare(wanted, there.get(0), tally);
          }
        });
    expected.forEach(
        (place, wanted) -> {
          if (!letters.containsKey(place)) {
            tally.lost("dead letter " + place + ' ' + wanted.reason());
          }
        });
  }

  private static void compare(Judged wanted, JsonNode letter, Tally tally) {
    byte[] bytes = wanted.element().bytes();
    List<String> differences = new ArrayList<>();
    if (!letter.path("reason").asText().equals(wanted.reason())) {
      differences.add("reason must be " + wanted.reason());
    }
    if (!letter.path("payloadSha256").asText().equals(sha256(bytes))
        || letter.path("payloadSize").asInt() != bytes.length) {
      differences.add("payload must be the element's " + bytes.length + " bytes");
    }
    if (!Arrays.equals(payload(letter), Arrays.copyOf(bytes, Math.min(bytes.length, KEPT_BYTES)))
        || letter.path("payloadTruncated").asBoolean() != bytes.length > KEPT_BYTES) {
      differences.add("payload must hold the first " + KEPT_BYTES + " bytes");
    }
    wanted
        .headers()
        .forEach(
            (name, value) -> {
              if (!letter.path("headers").path(name).asText().equals(value)) {
                differences.add("header " + name + " must be " + value);
              }
            });
    if (!differences.isEmpty()) {
      tally.wrong(
          "dead letter " + wanted.place() + ": " + differences + ", was " + describe(letter));
    }
  }

  private static byte[] payload(JsonNode letter) {
    try {
      return letter.path("payload").binaryValue();
    } catch (IOException e) {
      return new byte[0]; // not base64: a difference like any other
    }
  }

  private static String describe(JsonNode letter) {
    return letter.path("reason").asText() + ' ' + letter.path("detail").asText();
  }

  /** Hexadecimal SHA-256. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: every JDK has SHA-256; use another JDK", e);
    }
  }
}
