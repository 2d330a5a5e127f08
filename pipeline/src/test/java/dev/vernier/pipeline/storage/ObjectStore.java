package dev.vernier.pipeline.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Objects in memory, as a store has them: an object appears when it is closed, the last writer
 * wins, folders are what names have in common, and there is no renaming.
 */
public final class ObjectStore extends FileSystem {
  private static final String SCHEME = "objects";
  private static final Map<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();

  private URI uri;

  /** How Hadoop finds this file system. */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs." + SCHEME + ".impl", ObjectStore.class, FileSystem.class);
    return hadoop;
  }

  /** An empty bucket. */
  public static Path bucket(String name) {
    OBJECTS.keySet().removeIf(object -> object.startsWith(SCHEME + "://" + name + "/"));
    return new Path(SCHEME + "://" + name + "/");
  }

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new Content(bytes(path)));
  }

  private byte[] bytes(Path path) throws IOException {
    byte[] bytes = OBJECTS.get(key(path));
    if (bytes == null) {
      throw new FileNotFoundException(path.toString());
    }
    return bytes;
  }

  private String key(Path path) {
    return path.makeQualified(uri, new Path("/")).toString();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && OBJECTS.containsKey(key(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    ByteArrayOutputStream object =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            OBJECTS.put(key(path), toByteArray());
          }
        };
    return new FSDataOutputStream(object, null);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("objects are not appended to");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("objects are not renamed");
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    String name = key(path);
    return OBJECTS.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + "/"));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    String prefix = key(folder).endsWith("/") ? key(folder) : key(folder) + "/";
    Map<String, FileStatus> found = new TreeMap<>();
    for (String key : OBJECTS.keySet()) {
      if (key.startsWith(prefix)) {
        String child = key.substring(prefix.length()).split("/", 2)[0];
        found.put(child, getFileStatus(new Path(folder, child)));
      }
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException(folder.toString());
    }
    return found.values().toArray(FileStatus[]::new);
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException("a store has no working directory");
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString(), "/");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    byte[] object = OBJECTS.get(key(path));
    if (object != null) {
      return new FileStatus(object.length, false, 1, 1, 0, path);
    }
    if (OBJECTS.keySet().stream().anyMatch(key -> key.startsWith(key(path) + "/"))) {
      return new FileStatus(0, true, 1, 1, 0, path);
    }
    throw new FileNotFoundException(path.toString());
  }

  private static final class Content extends FSInputStream {
    private final byte[] bytes;
    private ByteArrayInputStream rest;
    private long position;

    Content(byte[] bytes) {
      this.bytes = bytes;
      this.rest = new ByteArrayInputStream(bytes);
    }

    @Override
    public void seek(long to) {
      rest = new ByteArrayInputStream(bytes, (int) to, bytes.length - (int) to);
      position = to;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() {
      position += rest.available() > 0 ? 1 : 0;
      return rest.read();
    }
  }
}
