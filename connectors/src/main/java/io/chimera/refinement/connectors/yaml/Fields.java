package io.chimera.refinement.connectors.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads one mapping field by field. What is missing or wrong is noted and a placeholder returned,
 * so that reading goes on and finds the rest; whoever reads looks at {@link Faults#count()} before
 * believing. Fields that nobody asked for are faults, see {@link #end()}.
 */
final class Fields {
  private final MappingNode mapping;
  private final String path;
  private final Faults faults;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Fields(MappingNode mapping, String path, Faults faults) {
    this.mapping = mapping;
    this.path = path;
    this.faults = faults;
    for (NodeTuple field : mapping.getValue()) {
      if (!(field.getKeyNode() instanceof ScalarNode key)) {
        faults.add(field.getKeyNode(), path, "must have plain text as field names", "");
      } else if (values.putIfAbsent(key.getValue(), field.getValueNode()) != null) {
        int first = Faults.lineOf(keys.get(key.getValue()));
        faults.add(
            Faults.lineOf(key),
            at(key.getValue()),
            "must be given once",
            "",
            "first given in line " + first);
      } else {
        keys.put(key.getValue(), key);
      }
    }
  }

  /** Text that must be there and fulfil the condition. */
  String text(String name, Predicate<String> condition, String rule) {
    return required(name, rule).map(node -> checked(node, name, condition, rule)).orElse("");
  }

  /** Text that may be missing. */
  String text(String name, String otherwise, Predicate<String> condition, String rule) {
    return optional(name).map(node -> checked(node, name, condition, rule)).orElse(otherwise);
  }

  private String checked(Node node, String name, Predicate<String> condition, String rule) {
    if (!(node instanceof ScalarNode scalar)
        || isNull(node)
        || !condition.test(scalar.getValue())) {
      faults.add(node, at(name), rule, "");
      return "";
    }
    return scalar.getValue();
  }

  /** A finite number within the range that must be there. */
  double number(String name, double least, double most) {
    String rule = numberRule(least, most);
    return required(name, rule).map(node -> number(node, name, least, most, rule)).orElse(0.0);
  }

  /** A finite number within the range that may be missing. */
  double number(String name, double otherwise, double least, double most) {
    return optional(name)
        .map(node -> number(node, name, least, most, numberRule(least, most)))
        .orElse(otherwise);
  }

  private double number(Node node, String name, double least, double most, String rule) {
    if (node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      double number = parse(scalar.getValue());
      if (number >= least && number <= most) {
        return number;
      }
    }
    faults.add(
        node,
        at(name),
        rule,
        node.getTag().equals(Tag.STR) ? "write it without quotes and unit" : "");
    return least;
  }

  /** The number, or NaN for what no range contains. */
  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // .inf and .nan are numbers to YAML
    }
  }

  private static String numberRule(double least, double most) {
    return least == -Double.MAX_VALUE
        ? "must be a number"
        : "must be a number in [" + plain(least) + ", " + plain(most) + "]";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** Milliseconds of a duration that must be there. */
  long duration(String name, long leastMillis, long mostMillis) {
    return required(name, Durations.RULE)
        .map(node -> duration(node, name, leastMillis, mostMillis))
        .orElse(0L);
  }

  /** Milliseconds of a duration that may be missing. */
  long duration(String name, long otherwiseMillis, long leastMillis, long mostMillis) {
    return optional(name)
        .map(node -> duration(node, name, leastMillis, mostMillis))
        .orElse(otherwiseMillis);
  }

  private long duration(Node node, String name, long leastMillis, long mostMillis) {
    OptionalLong millis =
        node instanceof ScalarNode scalar
            ? Durations.millis(scalar.getValue())
            : OptionalLong.empty();
    if (millis.isEmpty()) {
      faults.add(
          node,
          at(name),
          Durations.RULE,
          node.getTag().equals(Tag.INT) ? "a number needs a unit" : "");
      return leastMillis;
    }
    if (millis.getAsLong() < leastMillis || millis.getAsLong() > mostMillis) {
      faults.add(
          node,
          at(name),
          "must be between " + Durations.text(leastMillis) + " and " + Durations.text(mostMillis),
          "");
      return leastMillis;
    }
    return millis.getAsLong();
  }

  /** A constant by its lower-case name that must be there. */
  <E extends Enum<E>> E constant(String name, Class<E> type) {
    List<String> names =
        Stream.of(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    String chosen = choice(name, names);
    return type.getEnumConstants()[Math.max(0, names.indexOf(chosen))];
  }

  /** One of the words that must be there. */
  String choice(String name, List<String> words) {
    String rule = "must be one of " + String.join(", ", words);
    return required(name, rule).map(node -> choice(node, name, words, rule)).orElse(words.get(0));
  }

  /** One of the words; the first when it is missing. */
  String choiceOrFirst(String name, List<String> words) {
    String rule = "must be one of " + String.join(", ", words);
    return optional(name).map(node -> choice(node, name, words, rule)).orElse(words.get(0));
  }

  private String choice(Node node, String name, List<String> words, String rule) {
    String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    if (!words.contains(word)) {
      String hint = Suggestion.among(words, word);
      faults.add(node, at(name), rule, hint.startsWith("did") ? hint : "");
    }
    return word;
  }

  /** A mapping that must be there. */
  Optional<Fields> section(String name) {
    return required(name, "must be a mapping").flatMap(node -> mapping(node, at(name), faults));
  }

  /** A mapping that may be missing. */
  Optional<Fields> sectionIfPresent(String name) {
    return optional(name).flatMap(node -> mapping(node, at(name), faults));
  }

  /** A list of mappings that must be there. */
  List<Fields> sections(String name) {
    Optional<Node> node = required(name, "must be a list");
    List<Fields> sections = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        mapping(sequence.getValue().get(i), at(name) + '[' + i + ']', faults)
            .ifPresent(sections::add);
      }
    } else {
      node.ifPresent(other -> faults.add(other, at(name), "must be a list", ""));
    }
    return sections;
  }

  /** A list of mappings that may be missing. */
  List<Fields> sectionsIfPresent(String name) {
    return optional(name).isEmpty() ? List.of() : sections(name);
  }

  /** A list of words that may be missing. */
  List<String> texts(String name) {
    Optional<Node> node = optional(name);
    List<String> texts = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        if (item instanceof ScalarNode scalar) {
          texts.add(scalar.getValue());
        } else {
          faults.add(item, at(name), "must be a list of words", "");
        }
      }
    } else {
      node.ifPresent(other -> faults.add(other, at(name), "must be a list of words", ""));
    }
    return texts;
  }

  /** All fields as text; what is not text is a fault. */
  Map<String, String> words() {
    Map<String, String> words = new LinkedHashMap<>();
    values.forEach(
        (name, node) -> {
          asked.add(name);
          if (node instanceof ScalarNode scalar) {
            words.put(name, scalar.getValue());
          } else {
            faults.add(node, at(name), "must be text", "");
          }
        });
    return words;
  }

  /** A mapping of words that may be missing. */
  Map<String, String> words(String name) {
    return sectionIfPresent(name).map(Fields::words).orElse(Map.of());
  }

  /** A truth that may be missing. */
  boolean flag(String name) {
    return choiceOrFirst(name, List.of("false", "true")).equals("true");
  }

  /** Whether the field was written. */
  boolean has(String name) {
    return optional(name).isPresent();
  }

  /** The node of a field, or null. */
  Node node(String name) {
    return values.get(name);
  }

  /** This mapping itself. */
  MappingNode node() {
    return mapping;
  }

  /** Reads whatever the field holds as one line of text. */
  String line(String name) {
    return optional(name)
        .map(
            node ->
                node instanceof ScalarNode scalar
                    ? scalar.getValue()
                    : JsonText.of(node).replace("\"", ""))
        .orElse("");
  }

  /** Whatever the field holds, not looked into. */
  void free(String name) {
    optional(name);
  }

  /** The names that were written here, in order. */
  List<String> names() {
    return List.copyOf(values.keySet());
  }

  /** Notes that this mapping, or a field of it, breaks a rule that reading alone cannot see. */
  void fault(String name, String rule, String value, String hint) {
    int line =
        name.isEmpty() || !keys.containsKey(name)
            ? Faults.lineOf(mapping)
            : Faults.lineOf(keys.get(name));
    faults.add(line, name.isEmpty() ? path : at(name), rule, value, hint);
  }

  /** To be called when everything known has been asked for: the rest is unknown. */
  void end() {
    for (Map.Entry<String, Node> key : keys.entrySet()) {
      if (!asked.contains(key.getKey())) {
        faults.add(
            Faults.lineOf(key.getValue()),
            at(key.getKey()),
            "must be a known field",
            key.getKey(),
            Suggestion.among(asked, key.getKey()));
      }
    }
  }

  static Optional<Fields> mapping(Node node, String path, Faults faults) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new Fields(mapping, path, faults));
    }
    faults.add(node, path, "must be a mapping", "");
    return Optional.empty();
  }

  private Optional<Node> required(String name, String rule) {
    Optional<Node> node = optional(name);
    if (node.isEmpty()) {
      faults.add(Faults.lineOf(mapping), at(name), rule, "", "it is missing");
    }
    return node;
  }

  private Optional<Node> optional(String name) {
    asked.add(name);
    return Optional.ofNullable(values.get(name)).filter(node -> !isNull(node));
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + '.' + name;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
