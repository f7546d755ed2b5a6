package io.chimera.refinement.connectors.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The fields of one mapping, read by name. A fault is noted and a harmless value returned, so that all faults of a document are found;
 * {@link #close()} notes the fields that nobody asked for.
 */
final class Fields implements AutoCloseable {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|w)");

  private final String file;
  private final String path;
  private final int line;
  private final List<Fault> faults;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  Fields(String file, String path, Node node, List<Fault> faults) {
    this.file = file;
    this.path = path;
    this.line = lineOf(node);
    this.faults = faults;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
        lines.put(name, lineOf(tuple.getKeyNode()));
        if (values.put(name, tuple.getValueNode()) != null) {
          note(lineOf(tuple.getKeyNode()), at(name), "must be given once", "given twice", "");
        }
      }
    } else {
      note(line, path, "must be a mapping", kind(node), "");
    }
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static String kind(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : node instanceof SequenceNode ? "a list" : "a mapping";
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + '.' + name;
  }

  private void note(int atLine, String atPath, String rule, String value, String hint) {
    faults.add(new Fault(file, atLine, atPath, rule, value, hint));
  }

  void fault(String name, String rule, String value) {
    note(lines.getOrDefault(name, line), at(name), rule, value, "");
  }

  private Optional<Node> node(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  boolean has(String name) {
    return node(name).isPresent();
  }

  /** The mapping under {@code name}. */
  Fields mapping(String name) {
    Node node = node(name).orElse(null);
    if (node == null) {
      fault(name, "must be given", "missing");
      return new Fields(file, at(name), new MappingNode(org.snakeyaml.engine.v2.nodes.Tag.MAP, new ArrayList<>(), org.snakeyaml.engine.v2.common.FlowStyle.BLOCK), faults);
    }
    return new Fields(file, at(name), node, faults);
  }

  /** The mappings in the list under {@code name}. */
  List<Fields> mappings(String name) {
    List<Fields> items = new ArrayList<>();
    Node node = node(name).orElse(null);
    if (node instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        items.add(new Fields(file, at(name) + '[' + i + ']', sequence.getValue().get(i), faults));
      }
    } else {
      fault(name, "must be a list", node == null ? "missing" : kind(node));
    }
    return items;
  }

  String text(String name) {
    Node node = node(name).orElse(null);
    if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    fault(name, "must be a text", node == null ? "missing" : node instanceof ScalarNode ? "empty" : kind(node));
    return "";
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  double number(String name, double least, double most) {
    String text = text(name);
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value) && value >= least && value <= most) {
        return value;
      }
      fault(name, "must be from " + plain(least) + " to " + plain(most), text);
    } catch (NumberFormatException e) {
      if (!text.isEmpty()) {
        fault(name, "must be a number", text);
      }
    }
    return least;
  }

  double number(String name, double least, double most, double otherwise) {
    return has(name) ? number(name, least, most) : otherwise;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
  }

  /** A duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 1w}, in milliseconds. */
  long duration(String name, long leastMillis, long mostMillis) {
    String text = text(name);
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      if (!text.isEmpty()) {
        fault(name, "must be a duration such as 500ms, 10s, 5m, 2h, 1d", text);
      }
      return leastMillis;
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 7 * 86_400_000L;
        };
    long millis = Long.parseLong(matcher.group(1)) * unit;
    if (millis < leastMillis || millis > mostMillis) {
      fault(name, "must be from " + leastMillis + " ms to " + mostMillis + " ms", text);
      return leastMillis;
    }
    return millis;
  }

  long duration(String name, long leastMillis, long mostMillis, long otherwise) {
    return has(name) ? duration(name, leastMillis, mostMillis) : otherwise;
  }

  /** One of the constants by its lower-case name. */
  <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    String text = text(name);
    E[] constants = type.getEnumConstants();
    List<String> names = new ArrayList<>();
    for (E constant : constants) {
      String lower = constant.name().toLowerCase(Locale.ROOT);
      if (lower.equals(text)) {
        return constant;
      }
      names.add(lower);
    }
    if (!text.isEmpty()) {
      fault(name, "must be one of " + String.join(", ", names), text);
    }
    return constants[0];
  }

  String oneOf(String name, List<String> allowed, String otherwise) {
    String text = text(name, otherwise);
    if (!allowed.contains(text)) {
      fault(name, "must be one of " + String.join(", ", allowed), text);
      return otherwise;
    }
    return text;
  }

  /** Numbers by name, such as the parameters of an action. */
  Map<String, Double> numbers(String name) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (has(name)) {
      try (Fields fields = mapping(name)) {
        for (String key : List.copyOf(fields.values.keySet())) {
          numbers.put(key, fields.number(key, -1e15, 1e15));
        }
      }
    }
    return numbers;
  }

  /** Marks a field as known without reading it. */
  void ignore(String name) {
    known.add(name);
  }

  @Override
  public void close() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String hint =
            known.stream()
                .filter(candidate -> distance(candidate, name) <= Math.max(1, name.length() / 3))
                .findFirst()
                .map(candidate -> "did you mean " + candidate + "?")
                .orElse("known here: " + String.join(", ", known));
        note(lines.get(name), at(name), "must be a known field", "unknown", hint);
      }
    }
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
