//! The column names that stand for the fields of a school, folded, in tiers.
//!
//! They come from Giga's schema and API, Brazil's school census (INEP), the lists of São Paulo and Kenya, other
//! ministries' usual names, and the plain words of English, French, Spanish and Portuguese, in that order.

use super::matching::Field;

pub(super) const ID_GIGA: Field = Field {
    name: "school_id_giga",
    tiers: &[
        &["school_id_giga", "giga_id_school"],
        &["giga_id", "giga_school_id", "school_giga_id"],
    ],
};

pub(super) const ID_GOVT: Field = Field {
    name: "school_id_govt",
    tiers: &[
        &["school_id_govt"],
        &[
            "co_entidade",
            "codescmec",
            "external_id",
            "emis_code",
            "emis_id",
            "emis_no",
            "codigo_inep",
            "cod_inep",
            "id_inep",
            "codigo_modular",
            "cod_mod",
            "codigo_dane",
            "clave_ct",
            "cct",
            "uai",
            "cueanexo",
            "natemis",
            "udise_code",
        ],
        &[
            "school_id",
            "school_code",
            "schoolid",
            "schoolcode",
            "id_school",
            "cod_esc",
            "cod_escola",
            "codigo_escola",
            "codigo_da_escola",
            "id_escola",
            "cod_escuela",
            "codigo_escuela",
            "id_escuela",
            "code_ecole",
            "code_etablissement",
            "id_ecole",
        ],
        &["code", "codigo", "cod"],
        &["id"],
    ],
};

pub(super) const NAME: Field = Field {
    name: "school_name",
    tiers: &[
        &["school_name"],
        &[
            "no_entidade",
            "nomesc",
            "school_nam",
            "schoolname",
            "name_of_school",
            "nome_escola",
            "nome_da_escola",
            "nombre_escuela",
            "nombre_de_la_escuela",
            "nombre_establecimiento",
            "nombre_institucion",
            "nom_ecole",
            "nom_de_l_ecole",
            "nom_etablissement",
        ],
        &["name", "nome", "nombre", "nom"],
        &["school", "escola", "escuela", "ecole", "etablissement"],
    ],
};

pub(super) const LEVEL: Field = Field {
    name: "education_level",
    tiers: &[
        &["education_level"],
        &[
            "education_level_govt",
            "school_level",
            "nivel_educativo",
            "nivel_ensino",
            "niveau_enseignement",
        ],
        &["level", "nivel", "niveau"],
    ],
};

pub(super) const COUNTRY: Field = Field {
    name: "country",
    tiers: &[
        &["country_iso3_code", "country_iso3", "iso3"],
        &[
            "country",
            "country_code",
            "pais",
            "pays",
            "iso_3166_1_alpha_3",
        ],
    ],
};

pub(super) const LONGITUDE: Field = Field {
    name: "longitude",
    tiers: &[
        &["longitude"],
        &[
            "lon",
            "lng",
            "long",
            "longitud",
            "lon_deg",
            "ds_longitude",
            "x_coord",
            "coord_x",
            "coordx",
            "xcoord",
            "gps_longitude",
            "gps_long",
            "gps_lon",
            "school_longitude",
        ],
        &["x"],
    ],
};

pub(super) const LATITUDE: Field = Field {
    name: "latitude",
    tiers: &[
        &["latitude"],
        &[
            "lat",
            "latitud",
            "lat_deg",
            "ds_latitude",
            "y_coord",
            "coord_y",
            "coordy",
            "ycoord",
            "gps_latitude",
            "gps_lat",
            "school_latitude",
        ],
        &["y"],
    ],
};

/// Columns that hold latitude and longitude in one cell.
pub(super) const BOTH_COORDINATES: [&str; 18] = [
    "lat_lon",
    "lat_long",
    "lat_lng",
    "latlon",
    "latlong",
    "latlng",
    "latitude_longitude",
    "gps",
    "gps_coordinates",
    "gps_location",
    "geopoint",
    "geo_point",
    "geolocation",
    "coordinates",
    "coordenadas",
    "coordonnees",
    "coordonnees_gps",
    "wkt",
];

pub(super) const STUDENTS: Field = Field {
    name: "num_students",
    tiers: &[
        &["num_students"],
        &[
            "students",
            "n_students",
            "number_of_students",
            "total_students",
            "enrolment",
            "enrollment",
            "total_enrolment",
            "total_enrollment",
            "qt_mat_bas",
            "num_alunos",
            "matriculas",
            "total_matriculas",
            "num_alumnos",
            "alumnos",
            "nb_eleves",
            "eleves",
            "effectif",
        ],
    ],
};

pub(super) const OPEN: Field = Field {
    name: "is_school_open",
    tiers: &[&["is_school_open", "tp_situacao_funcionamento"]],
};

pub(super) const REAL_TIME: Field = Field {
    name: "connectivity_RT",
    tiers: &[&["connectivity_rt"]],
};

/// The source of a status in our own outputs.
pub(super) const STATUS_SOURCE: Field = Field {
    name: "status_source",
    tiers: &[&["status_source"]],
};

pub(super) const DECLARED: Field = Field {
    name: "connectivity",
    tiers: &[&[
        "connectivity",
        "connectivity_govt",
        "connectivity_status",
        "in_internet",
        "internet",
        "has_internet",
        "internet_access",
        "internet_availability",
        "internet_available",
        "internet_connection",
        "internet_connectivity",
        "access_to_internet",
        "is_connected",
        "school_connectivity",
        "connectivite",
        "acces_internet",
        "acces_a_internet",
        "connexion_internet",
        "connexion_a_internet",
        "conectividad",
        "acceso_internet",
        "acceso_a_internet",
        "conexion_internet",
        "conexion_a_internet",
        "cuenta_con_internet",
        "tiene_internet",
        "conectividade",
        "acesso_internet",
        "acesso_a_internet",
        "conexao_internet",
        "conexao_a_internet",
        "possui_internet",
        "tem_internet",
    ]],
};

pub(super) const SPEED: Field = Field {
    name: "download_speed_govt",
    tiers: &[&["download_speed_govt"]],
};

pub(super) const STATED: Field = Field {
    name: "stated",
    tiers: &[&[
        "co_municipio",
        "co_uf",
        "cd_ibge",
        "cd_mun",
        "cod_municipio",
        "codigo_municipio",
        "codigo_ibge",
        "cod_ibge",
        "ubigeo",
        "codigo_dane_municipio",
        "cod_dane_municipio",
        "code_commune",
        "code_insee",
        "psgc",
        "region_id",
        "district_code",
        "county_code",
        "province_code",
        "ward_code",
        "psgc_code",
        "no_municipio",
        "nm_municipio",
        "nm_mun",
        "nome_municipio",
        "municipio",
        "mun",
        "municipality",
        "commune",
        "district",
        "distrito",
        "sub_county",
        "county",
        "province",
        "provincia",
        "departamento",
        "department",
        "ward",
    ]],
};
