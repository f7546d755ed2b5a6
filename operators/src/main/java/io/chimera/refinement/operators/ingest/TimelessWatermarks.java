package io.chimera.refinement.operators.ingest;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * For inputs without event time of their own, such as control documents: always idle, so they never
 * hold back the others.
 *
 * <p>Not a watermark at the end of time: once the other inputs fell idle too, it would be the only
 * one left, and every timer downstream would fire.
 */
public record TimelessWatermarks<T>() implements WatermarkStrategy<T> {

  @Override
  public WatermarkGenerator<T> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    return new WatermarkGenerator<>() {
      @Override
      public void onEvent(T event, long timestamp, WatermarkOutput output) {
        // Events say nothing about time here.
      }

      @Override
      public void onPeriodicEmit(WatermarkOutput output) {
        output.markIdle();
      }
    };
  }
}
