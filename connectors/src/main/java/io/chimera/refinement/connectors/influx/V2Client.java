package io.chimera.refinement.connectors.influx;

import com.influxdb.LogLevel;
import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import io.chimera.refinement.connectors.http.Gzip;
import io.chimera.refinement.connectors.http.PromptSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Query;

/**
 * {@code /api/v2/write} through influxdb-client-java: its connections, credentials and errors, with
 * bytes for a body where its own calls take text. Its batches and retries stay off.
 */
final class V2Client implements DatabaseClient {
  private static final MediaType LINES = MediaType.get("text/plain; charset=utf-8");

  private final InfluxDBClient client;
  private final Writes writes;
  private final InfluxTarget target;

  /** The request as the client's transport makes it; a header that is null is left out. */
  interface Writes {
    @POST("api/v2/write")
    Call<Void> write(
        @Query("org") String org,
        @Query("bucket") String bucket,
        @Query("precision") WritePrecision precision,
        @Header("Content-Encoding") String encoding,
        @Body RequestBody lines);
  }

  V2Client(InfluxSettings settings) {
    target = settings.target();
    Duration request = Duration.ofMillis(settings.timeouts().requestMillis());
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .socketFactory(new PromptSockets())
            .connectTimeout(Duration.ofMillis(settings.timeouts().connectMillis()))
            .readTimeout(request)
            .writeTimeout(request)
            .callTimeout(request)
            .retryOnConnectionFailure(false);
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
    writes = client.getService(Writes.class);
  }

  @Override
  public Answer write(String bucket, byte[] lines) {
    try {
      Response<Void> response =
          writes
              .write(
                  target.org(),
                  bucket.isEmpty() ? target.bucket() : bucket,
                  WritePrecision.MS,
                  target.gzip() ? "gzip" : null,
                  RequestBody.create(target.gzip() ? Gzip.fastest(lines) : lines, LINES))
              .execute();
      return response.isSuccessful() ? Answer.STORED : refusal(new InfluxException(response));
    } catch (IOException | RuntimeException e) {
      return Answer.none(message(e));
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static Answer refusal(InfluxException e) {
    return new Answer(e.status(), message(e), e.headers().get("Retry-After"), line(e));
  }

  private static String message(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /** The field {@code line} of InfluxDB's error document: the first wrong line, from 1. */
  private static int line(InfluxException e) {
    return e.errorBody() != null && e.errorBody().get("line") instanceof Number line
        ? line.intValue()
        : 0;
  }
}
