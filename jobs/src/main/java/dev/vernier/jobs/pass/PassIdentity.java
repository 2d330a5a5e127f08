package dev.vernier.jobs.pass;

/**
 * What a pass computes from what.
 *
 * @param pass its name
 * @param folder its folder below the work folder
 * @param modelDigest what is run
 * @param settingsDigest every setting that can affect the result
 * @param choice which rows take part
 */
record PassIdentity(
    String pass, String folder, String modelDigest, String settingsDigest, RowChoice choice) {}
