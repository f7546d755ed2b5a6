package io.chimera.refinement.jobs.config;

import io.chimera.refinement.connectors.delivery.DeliveryPolicy;
import io.chimera.refinement.connectors.delivery.Interest;
import io.chimera.refinement.connectors.delivery.Protocol;
import io.chimera.refinement.connectors.delivery.Subscriber;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.TimeUtils;

/** Reads {@code refinement.subscribers.NAME.FIELD}: who gets recommendations by HTTP. */
final class SubscriberSettings {
  static final String PREFIX = "refinement.subscribers.";

  private static final String URL = "url";
  private static final String SECRET = "secret";
  private static final String TOKEN = "token";
  private static final List<String> FIELDS =
      List.of(
          URL,
          "kind",
          SECRET,
          TOKEN,
          "systems",
          "components",
          "optimizers",
          "modes",
          "timeout",
          "max-in-flight",
          "gzip",
          "retries",
          "second-round-after",
          "max-waiting");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> OPTIMIZERS =
      Set.of("bandit", "bayesian", "gradient", "scaling", "rule");
  private static final Set<String> MODES = Set.of("shadow", "approve", "live", "control");
  private static final int MOST_IN_FLIGHT = 256;
  private static final int MOST_RETRIES = 8;
  private static final int MOST_WAITING = 1_000_000;

  private final List<String> faults;

  private SubscriberSettings(List<String> faults) {
    this.faults = faults;
  }

  /** Whether the value of a key is never shown; who knows a webhook's path can often post to it. */
  static boolean isSecret(String key) {
    return key.startsWith(PREFIX)
        && Stream.of(URL, SECRET, TOKEN).anyMatch(field -> key.endsWith('.' + field));
  }

  /**
   * The subscribers by name; what is wrong is added to {@code faults}.
   *
   * @param values by key without the prefix
   */
  static List<Subscriber> read(Map<String, String> values, List<String> faults) {
    SubscriberSettings reader = new SubscriberSettings(faults);
    List<Subscriber> subscribers = new ArrayList<>();
    reader
        .byName(values)
        .forEach((name, fields) -> reader.subscriber(name, fields).ifPresent(subscribers::add));
    return List.copyOf(subscribers);
  }

  private Map<String, Map<String, String>> byName(Map<String, String> values) {
    Map<String, Map<String, String>> subscribers = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          String name = dot < 0 ? key : key.substring(0, dot);
          String field = dot < 0 ? "" : key.substring(dot + 1);
          if (!NAME.matcher(name).matches()) {
            faults.add(
                PREFIX
                    + key
                    + " must name the subscriber by 1 to 64 letters, digits, - or _, was "
                    + name);
          } else if (!FIELDS.contains(field)) {
            faults.add(PREFIX + key + " must be a known key, was not found" + hint(name, field));
          } else {
            subscribers.computeIfAbsent(name, any -> new TreeMap<>()).put(field, value.strip());
          }
        });
    return subscribers;
  }

  private static String hint(String name, String field) {
    return FIELDS.stream()
        .min(Comparator.comparingInt(known -> Suggestions.distance(field, known)))
        .map(known -> "; did you mean " + PREFIX + name + '.' + known + "?")
        .orElse("");
  }

  private Optional<Subscriber> subscriber(String name, Map<String, String> fields) {
    int before = faults.size();
    Fields given = new Fields(name, fields);
    String url = given.text(URL);
    Subscriber.ruleBrokenBy(url)
        .ifPresent(rule -> given.fault(URL, rule, url.isEmpty() ? "empty" : Subscriber.shown(url)));
    String kind = given.oneOf("kind", "rest", Set.of("rest", "webhook"));
    Protocol protocol = kind.equals("webhook") ? Protocol.WEBHOOK : Protocol.REST;
    String secret = given.secret(protocol);
    Interest interest =
        new Interest(
            given.list("systems"),
            given.list("components"),
            given.list("optimizers", OPTIMIZERS),
            given.list("modes", MODES));
    Subscriber.Requests requests = given.requests();
    DeliveryPolicy policy = given.policy();
    String token = given.text(TOKEN);
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      given.fault(TOKEN, "printable ASCII without blanks", "something else");
    }
    return faults.size() > before
        ? Optional.empty()
        : Optional.of(
            new Subscriber(name, protocol, url, secret, token, interest, requests, policy));
  }

  /** The fields of one subscriber; each reader adds its fault and goes on with a default. */
  private final class Fields {
    private final String name;
    private final Map<String, String> values;

    Fields(String name, Map<String, String> values) {
      this.name = name;
      this.values = values;
    }

    void fault(String field, String rule, Object was) {
      faults.add(PREFIX + name + '.' + field + " must be " + rule + ", was " + was);
    }

    String text(String field) {
      return values.getOrDefault(field, "");
    }

    String oneOf(String field, String otherwise, Set<String> allowed) {
      String value = values.getOrDefault(field, otherwise);
      if (allowed.contains(value)) {
        return value;
      }
      fault(field, "one of " + String.join(", ", new TreeSet<>(allowed)), value);
      return otherwise;
    }

    String secret(Protocol protocol) {
      String secret = text(SECRET);
      if (protocol == Protocol.WEBHOOK && secret.length() < Subscriber.SHORTEST_SECRET) {
        fault(
            SECRET,
            "at least " + Subscriber.SHORTEST_SECRET + " characters for a webhook",
            secret.length() + " characters");
      }
      if (protocol == Protocol.REST && !secret.isEmpty()) {
        fault(SECRET, "empty unless kind is webhook", secret.length() + " characters");
      }
      return secret;
    }

    Set<String> list(String field) {
      Set<String> items = new TreeSet<>();
      // A list in YAML arrives in its brackets.
      String text = text(field).replaceAll("^\\[|]$", "");
      for (String item : text.split(",", -1)) {
        if (!item.isBlank()) {
          items.add(item.strip());
        }
      }
      return items;
    }

    Set<String> list(String field, Set<String> allowed) {
      Set<String> items = list(field);
      for (String item : items) {
        if (!allowed.contains(item)) {
          fault(field, "of " + String.join(", ", new TreeSet<>(allowed)), item);
        }
      }
      return items;
    }

    Subscriber.Requests requests() {
      Subscriber.Requests usual = Subscriber.Requests.DEFAULT;
      return new Subscriber.Requests(
          millis("timeout", usual.timeoutMillis(), "10 ms", "1 min"),
          number("max-in-flight", usual.maxInFlight(), MOST_IN_FLIGHT),
          Boolean.parseBoolean(oneOf("gzip", "false", Set.of("true", "false"))));
    }

    DeliveryPolicy policy() {
      DeliveryPolicy usual = DeliveryPolicy.DEFAULT;
      int retries = number("retries", usual.retry().delaysMillis().size(), MOST_RETRIES);
      return new DeliveryPolicy(
          RetrySchedule.Params.ofRetries(retries),
          usual.breaker(),
          millis("second-round-after", usual.secondRoundMillis(), "1 s", "1 h"),
          number("max-waiting", usual.maxWaiting(), MOST_WAITING));
    }

    private long millis(String field, long otherwise, String least, String most) {
      String value = text(field);
      if (value.isEmpty()) {
        return otherwise;
      }
      try {
        Duration given = TimeUtils.parseDuration(value);
        if (given.compareTo(TimeUtils.parseDuration(least)) >= 0
            && given.compareTo(TimeUtils.parseDuration(most)) <= 0) {
          return given.toMillis();
        }
      } catch (IllegalArgumentException e) {
        // is told below, as what is out of range
      }
      fault(field, "a duration from " + least + " to " + most, value);
      return otherwise;
    }

    private int number(String field, int otherwise, int most) {
      String value = text(field);
      if (value.isEmpty()) {
        return otherwise;
      }
      if (value.matches("\\d{1,9}")) {
        int number = Integer.parseInt(value);
        if (number >= 1 && number <= most) {
          return number;
        }
      }
      fault(field, "from 1 to " + most, value);
      return otherwise;
    }
  }
}
