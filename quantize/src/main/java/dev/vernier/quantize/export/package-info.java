/**
 * Writers of quantized models. They take a prepared model, a plan and a calibration table and
 * return a new model; the same inputs give the same bytes.
 */
package dev.vernier.quantize.export;
