package io.chimera.refinement.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/** On what was measured: without it no figure means anything. */
final class Environment {
  private Environment() {}

  /** Name and value, in the order in which they are shown. */
  static Map<String, Object> describe(double loadBefore) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    shown.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
    shown.put("cores", Runtime.getRuntime().availableProcessors());
    shown.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
    shown.put(
        "collector",
        ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName).collect(Collectors.joining(", ")));
    shown.put("broker", String.join(" ", SeparateBroker.JVM_OPTIONS));
    shown.put("flink", EnvironmentInformation.getVersion());
    shown.put("kafka", AppInfoParser.getVersion());
    shown.put("loadBefore", loadBefore);
    shown.put("loadAfter", Resources.load());
    return shown;
  }
}
