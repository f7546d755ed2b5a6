package io.chimera.refinement.connectors.influx;

import com.influxdb.LogLevel;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import okhttp3.OkHttpClient;

/**
 * {@code /api/v2/write} through influxdb-client-java. The client's own batches and retries stay
 * off.
 */
final class V2Client implements DatabaseClient {
  private final InfluxDBClient client;
  private final WriteApiBlocking writes;
  private final InfluxTarget target;

  V2Client(InfluxSettings settings) {
    target = settings.target();
    Duration request = Duration.ofMillis(settings.timeouts().requestMillis());
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofMillis(settings.timeouts().connectMillis()))
            .readTimeout(request)
            .writeTimeout(request)
            .callTimeout(request)
            .retryOnConnectionFailure(false);
    if (target.gzip()) {
      http.addInterceptor(new Gzip());
    }
    InfluxDBClientOptions.Builder options =
        InfluxDBClientOptions.builder()
            .url(target.url())
            .org(target.org())
            .bucket(target.bucket())
            .precision(WritePrecision.MS)
            .logLevel(LogLevel.NONE)
            .okHttpClient(http);
    if (!target.token().isEmpty()) {
      options.authenticateToken(target.token().toCharArray());
    }
    client = InfluxDBClientFactory.create(options.build());
    writes = client.getWriteApiBlocking();
  }

  @Override
  public Answer write(String bucket, byte[] lines) {
    try {
      writes.writeRecord(
          bucket.isEmpty() ? target.bucket() : bucket,
          target.org(),
          WritePrecision.MS,
          new String(lines, StandardCharsets.UTF_8));
      return Answer.STORED;
    } catch (InfluxException e) {
      return new Answer(e.status(), message(e), e.headers().get("Retry-After"), line(e));
    } catch (RuntimeException e) {
      return Answer.none(message(e));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static String message(RuntimeException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /** The field {@code line} of InfluxDB's error document: the first wrong line, from 1. */
  private static int line(InfluxException e) {
    return e.errorBody() != null && e.errorBody().get("line") instanceof Number line
        ? line.intValue()
        : 0;
  }
}
