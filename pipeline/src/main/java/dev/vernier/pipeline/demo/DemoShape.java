package dev.vernier.pipeline.demo;

/**
 * The ten classes of the demonstration set. Each is a region of the plane in shape coordinates:
 * centred on the origin, with a nominal radius of one.
 */
enum DemoShape {
  DISC {
    @Override
    boolean covers(double x, double y) {
      return x * x + y * y < 0.80;
    }
  },
  RING {
    @Override
    boolean covers(double x, double y) {
      double r = x * x + y * y;
      return r < 0.90 && r > 0.30;
    }
  },
  SQUARE {
    @Override
    boolean covers(double x, double y) {
      return Math.max(Math.abs(x), Math.abs(y)) < 0.78;
    }
  },
  FRAME {
    @Override
    boolean covers(double x, double y) {
      double r = Math.max(Math.abs(x), Math.abs(y));
      return r < 0.82 && r > 0.46;
    }
  },
  TRIANGLE {
    @Override
    boolean covers(double x, double y) {
      return y > -0.55 && y < 1.0 - 1.75 * Math.abs(x);
    }
  },
  PLUS {
    @Override
    boolean covers(double x, double y) {
      double a = Math.abs(x);
      double b = Math.abs(y);
      return Math.min(a, b) < 0.26 && Math.max(a, b) < 0.95;
    }
  },
  HALF_DISC {
    @Override
    boolean covers(double x, double y) {
      return y > -0.35 && x * x + (y + 0.35) * (y + 0.35) < 0.95;
    }
  },
  BARS {
    @Override
    boolean covers(double x, double y) {
      double a = Math.abs(x);
      return Math.abs(y) < 0.85 && a < 0.85 && a > 0.28;
    }
  },
  CRESCENT {
    @Override
    boolean covers(double x, double y) {
      double dx = x - 0.45;
      return x * x + y * y < 0.92 && dx * dx + y * y > 0.60;
    }
  },
  ELL {
    @Override
    boolean covers(double x, double y) {
      boolean upright = x > -0.80 && x < -0.25 && Math.abs(y) < 0.85;
      boolean foot = Math.abs(x) < 0.80 && y > -0.85 && y < -0.30;
      return upright || foot;
    }
  };

  /** Whether the point (x, y), in shape coordinates, lies inside the shape. */
  abstract boolean covers(double x, double y);
}
