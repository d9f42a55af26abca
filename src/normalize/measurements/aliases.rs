//! The column names that stand for the fields of a measurement, folded, in tiers.
//!
//! They come from Giga Meter (table and interface), Giga's daily and percentile tables, Giga Maps, QoS probes, M-Lab's
//! NDT, Ookla's tiles, and the plain words of English, French, Spanish and Portuguese, in that order.

use super::super::matching::Field;

pub(super) const ID_GOVT: Field = Field {
    name: "school_id_govt",
    tiers: &[
        &["school_id_govt"],
        &[
            "external_id",
            "emis_code",
            "emis_id",
            "codigo_inep",
            "co_entidade",
        ],
        &[
            "school_id",
            "school_code",
            "schoolid",
            "schoolcode",
            "id_school",
        ],
    ],
};

pub(super) const COUNTRY: Field = Field {
    name: "country",
    tiers: &[
        &["country_iso3_code", "country_code_iso3", "iso3"],
        &["country_code", "countrycode", "country_iso2", "iso2"],
        &["country", "pais", "pays"],
    ],
};

pub(super) const TIME: Field = Field {
    name: "measured_at",
    tiers: &[
        &[
            "timestamp",
            "measured_at",
            "measurement_time",
            "a_testtime",
            "testtime",
            "test_time",
        ],
        &["datetime", "date_time", "time"],
        &["date", "day", "test_date", "fecha", "dia"],
        &["created_at"],
    ],
};

pub(super) const DOWNLOAD: Field = Field {
    name: "download",
    tiers: &[
        &[
            "speed_download",
            "a_meanthroughputmbps",
            "avg_d_kbps",
            "connectivity_speed",
        ],
        &[
            "download_mbps",
            "download_kbps",
            "download_bps",
            "download_mbit_s",
            "download_kbit_s",
            "download_bit_s",
            "download_speed_mbps",
            "download_speed_kbps",
            "download_speed_bps",
            "meanthroughputmbps",
            "mean_throughput_mbps",
        ],
        &["download", "download_speed"],
        &[
            "dl",
            "downlink",
            "dl_mbps",
            "dl_kbps",
            "down_mbps",
            "down_kbps",
            "descarga",
            "velocidad_descarga",
            "velocidad_de_descarga",
            "velocidade_download",
            "velocidade_de_download",
            "debit_descendant",
        ],
    ],
};

pub(super) const UPLOAD: Field = Field {
    name: "upload",
    tiers: &[
        &["speed_upload", "avg_u_kbps", "connectivity_upload_speed"],
        &[
            "upload_mbps",
            "upload_kbps",
            "upload_bps",
            "upload_mbit_s",
            "upload_kbit_s",
            "upload_bit_s",
            "upload_speed_mbps",
            "upload_speed_kbps",
            "upload_speed_bps",
        ],
        &["upload", "upload_speed"],
        &[
            "ul",
            "uplink",
            "ul_mbps",
            "ul_kbps",
            "up_mbps",
            "up_kbps",
            "subida",
            "velocidad_subida",
            "velocidad_de_subida",
            "velocidade_upload",
            "velocidade_de_upload",
            "debit_montant",
        ],
    ],
};

pub(super) const LATENCY: Field = Field {
    name: "latency",
    tiers: &[
        &["a_minrtt", "avg_lat_ms", "connectivity_latency"],
        &[
            "latency_ms",
            "latency_us",
            "latency_s",
            "rtt_ms",
            "min_rtt_ms",
            "ping_ms",
        ],
        &["latency"],
        &["ping", "rtt", "minrtt", "min_rtt"],
    ],
};

pub(super) const LOSS: Field = Field {
    name: "loss",
    tiers: &[
        &["rtt_packet_loss_pct", "a_lossrate"],
        &[
            "loss_percent",
            "loss_pct",
            "packet_loss_percent",
            "packet_loss_pct",
            "loss_fraction",
            "packet_loss_fraction",
        ],
        &["packet_loss", "packetloss", "loss"],
        &[
            "loss_rate",
            "lossrate",
            "packet_loss_rate",
            "rtt_packet_loss",
            "perdida_de_paquetes",
            "perda_de_pacotes",
            "perte_de_paquets",
        ],
    ],
};

/// Number of tests behind ready-made percentiles.
pub(super) const SAMPLES: Field = Field {
    name: "n_tests",
    tiers: &[
        &["download_sample_count"],
        &["sample_count", "upload_sample_count"],
    ],
};

/// The median among ready-made percentiles.
pub(super) const READY_MEDIANS: [Field; 4] = [
    Field {
        name: DOWNLOAD.name,
        tiers: &[&["download_p50"]],
    },
    Field {
        name: UPLOAD.name,
        tiers: &[&["upload_p50"]],
    },
    Field {
        name: LATENCY.name,
        tiers: &[&["latency_p50"]],
    },
    Field {
        name: LOSS.name,
        tiers: &[&["loss_p50"]],
    },
];

/// Columns that a table of Giga Meter has, in either spelling, and no one else's.
pub(super) const OF_GIGA_METER: [&str; 10] = [
    "browser_id",
    "browserid",
    "device_type",
    "devicetype",
    "client_info",
    "clientinfo",
    "server_info",
    "serverinfo",
    "app_version",
    "device_hardware_id",
];
