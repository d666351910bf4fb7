//! How each vendor's errors reach a log: the bodies of its API, the texts of its SDKs, and what carries them.

/// How a vendor speaks.
pub(super) struct Voice {
    pub(super) slug: &'static str,
    /// How people write its name.
    pub(super) names: &'static [&'static str],
    pub(super) endpoints: &'static [&'static str],
    pub(super) actions: &'static [&'static str],
    /// Loggers and SDKs that write its errors.
    pub(super) clients: &'static [&'static str],
    /// The shape of its request ids.
    pub(super) request: &'static str,
    /// What its API answers.
    pub(super) bodies: &'static [&'static str],
    /// Lines that only its errors have.
    pub(super) own: &'static [&'static str],
}

/// The vendors that have forms.
pub(super) const VOICES: &[Voice] = &[ALIYUN, HUAWEICLOUD, QINGCLOUD, TENCENTCLOUD, UCLOUDSTACK];

const ALIYUN: Voice = Voice {
    slug: "aliyun",
    names: &["aliyun", "Alibaba Cloud", "alicloud", "阿里云"],
    endpoints: &["slb.aliyuncs.com", "slb.cn-hangzhou.aliyuncs.com", "slb.cn-shanghai.aliyuncs.com"],
    actions: &[
        "CreateLoadBalancer",
        "AddBackendServers",
        "CreateRules",
        "SetBackendServers",
        "DeleteLoadBalancer",
    ],
    clients: &["aliyunsdkcore.client", "com.aliyuncs.DefaultAcsClient", "alibaba-cloud-sdk-go", "aliyun-cli"],
    request: "«UUID»",
    bodies: &[
        r#"{"RequestId":"«request»","HostId":"«endpoint»","Code":"«code»","Message":"«message|json»"}"#,
        r#"{"Code":"«code»","Message":"«message|json»","RequestId":"«request»","HostId":"«endpoint»","Recommend":""}"#,
    ],
    own: &[
        r#"«time-ms» ERROR [«thread»] c.e.lb.SlbService - com.aliyuncs.exceptions.ClientException: «code» : «message» RequestId : «request»"#,
        r#"com.aliyuncs.exceptions.ServerException: «code» : «message» RequestId : «request»"#,
        r#"«time-comma» ERROR «app»: aliyunsdkcore.acs_exception.exceptions.ServerException: HTTP Status: «status» Error:«code» «message» RequestID: «request»"#,
        r#"«time-comma» ERROR aliyunsdkcore.client ServerException occurred. Host:«endpoint» SDK-Version:2.13.5 ServerException:HTTP Status: «status» Error:«code» «message» RequestID: «request»"#,
        r#"E«klog»       1 service_controller.go:«d3»] error syncing «namespace»/«app»: Aliyun API Error: RequestId: «request» Status Code: «status» Code: «code» Message: «message»"#,
        r#"[SDK alibaba-cloud-sdk-go ERROR]: SDK.ServerError ErrorCode: «code» Recommend: RequestId: «request» Message: «message»"#,
        r#"* alicloud_slb_listener.web: «action» got an error: &errors.ServerError{httpStatus:«status», requestId:"«request»", hostId:"«endpoint»", errorCode:"«code»", message:"«message»"}"#,
        r#"│ Error: [ERROR] terraform-provider-alicloud/alicloud/resource_alicloud_slb_listener.go:«d3»: «action» Failed!!! [SDK alibaba-cloud-sdk-go ERROR]: SDK.ServerError ErrorCode: «code» Message: «message»"#,
        r#"«slashes» «go-file»:«d3»: SDKError: StatusCode: «status» Code: «code» Message: code: «status», «message» request id: «request» Data: {"HostId":"«endpoint»"}"#,
        r#"«time-ms» WARN  [«thread»] c.e.lb.SlbRetry - aliyun slb «action» ErrorCode=«code» HostId=«endpoint» RequestId=«request»"#,
        r#"rpc error: code = Internal desc = SDK.ServerError ErrorCode: «code» Recommend: https://api.aliyun.com/troubleshoot?q=«code»&product=Slb RequestId: «request» Message: «message»"#,
    ],
};

const HUAWEICLOUD: Voice = Voice {
    slug: "huaweicloud",
    names: &["huaweicloud", "Huawei Cloud", "华为云", "huawei"],
    endpoints: &[
        "vpc.cn-north-4.myhuaweicloud.com",
        "vpc.cn-east-3.myhuaweicloud.com",
        "vpc.eu-de.otc.t-systems.com",
    ],
    actions: &["createVpc", "deleteSubnet", "createPublicip", "updateBandwidth", "createPort", "deleteVpc"],
    clients: &[
        "com.huaweicloud.sdk.vpc.v2.VpcClient",
        "huaweicloudsdkcore",
        "huaweicloud/golangsdk",
        "huaweicloud-sdk-go-v3",
    ],
    request: "«x32»",
    bodies: &[
        r#"{"code":"«code»","message":"«message|json»"}"#,
        r#"{"error_code":"«code»","error_msg":"«message|json»","request_id":"«request»"}"#,
        r#"{"code":"«code»","message":"«message|json»","request_id":"«request»"}"#,
    ],
    own: &[
        r#"«time-ms» ERROR [«thread»] c.e.vpc.VpcSync - com.huaweicloud.sdk.core.exception.ServiceResponseException: ClientRequestException{httpStatusCode=«status», requestId='«request»', errorCode='«code»', errorMsg='«message»'}"#,
        r#"ServerResponseException: ServiceResponseException{httpStatusCode=«status», requestId='«request»', errorCode='«code»', errorMsg='«message»'}"#,
        r#"«time-comma» ERROR «app» huaweicloudsdkcore.exceptions.exceptions.ClientRequestException: ClientRequestException - {status_code:«status»,request_id:«request»,error_code:«code»,error_msg:«message»}"#,
        r#"«slashes» «go-file»:«d3»: &sdkerr.ServiceResponseError{StatusCode:«status», RequestId:"«request»", ErrorCode:"«code»", ErrorMessage:"«message»"}"#,
        r#"│ Error: error creating VPC subnet: Bad request with: [POST https://«endpoint»/v1/«x32»/subnets], error message: {"code":"«code»","message":"«message|json»"}"#,
        r#"Expected HTTP response code [202 204] when accessing [DELETE https://«endpoint»/v1/«x32»/vpcs/«uuid»], but got «status» instead {"code":"«code»","message":"«message|json»"}"#,
        r#"Expected HTTP response code [200 204] when accessing [PUT https://«endpoint»/v1/«x32»/ports/«uuid»], but got «status» instead {"code":"«code»","message":"{\"NeutronError\":{\"message\":\"«message|json-twice»\",\"type\":\"Conflict\",\"detail\":\"\"}}"}"#,
        r#"error associating eip: {"status_code":«status»,"request_id":"«request»","error_code":"«code»","error_message":"«message|json»"}"#,
        r#"ts=«iso»Z level=error component=eip cloud=huaweicloud op=«action» error_code=«code» request_id=«request»"#,
        r#"«clock-ms» [«thread»] WARN  o.e.c.h.EipReleaseJob - release «wan» rejected by huaweicloud, status=«status» code=«code» msg=«message»"#,
    ],
};

const QINGCLOUD: Voice = Voice {
    slug: "qingcloud",
    names: &["qingcloud", "QingCloud", "青云"],
    endpoints: &["api.qingcloud.com", "api.sh1a.qingcloud.com"],
    actions: &[
        "RunInstances",
        "StopInstances",
        "CreateVolumes",
        "AttachVolumes",
        "AssociateEip",
        "DescribeVxnets",
    ],
    clients: &["qingcloud.iaas.connection", "qingcloud-sdk-go", "csi-qingcloud", "qingcloud-cli"],
    request: "«x32»",
    bodies: &[
        r#"{"message":"«message|json»","ret_code":«code»}"#,
        r#"{"ret_code":«code»,"message":"«message|json»"}"#,
        r#"{"action":"«action»Response","job_id":"j-«a8»","ret_code":«code»,"message":"«message|json»"}"#,
    ],
    own: &[
        r#"E«klog»       1 qingcloud_manager.go:«d3»] «action» instance i-«a8» in zone «qingcloud-zone»: QingCloud Error: Code («code»), Message («message»)"#,
        r#"«time-comma» ERROR qingcloud.iaas «action» resp={"message":"«message|json»","ret_code":«code»}"#,
        r#"rpc error: code = Internal desc = QingCloud Error: Code («code»), Message («message»), volume vol-«a8»"#,
        r#"«time-ms» ERROR [«thread»] c.e.cloud.QcClient - iaas 返回[QingCloud Error: Code («code»), Message («message»)] 实例 i-«a8»"#,
        r#"Error: QingCloud Error: Code («code»), Message («message») on main.tf line «r90», in resource "qingcloud_instance" "node""#,
        r#"«time-comma» WARNING «app» request failed: {'ret_code': «code», 'message': '«message»', 'action': '«action»Response'}"#,
        r#"«time-ms» WARN  [«thread»] c.e.cloud.QcRetry - «action» zone=«qingcloud-zone» ret_code=«code» 第«r5»次重试"#,
        r#"[«time»] production.ERROR: 青云 «action» 失败 {"action":"«action»Response","ret_code":«code»,"message":"«message|json»"}"#,
        r#"level=error ts=«iso»Z caller=«go-file»:«d3» msg="qingcloud api" action=«action» ret_code=«code» message="«message»""#,
    ],
};

const TENCENTCLOUD: Voice = Voice {
    slug: "tencentcloud",
    names: &["tencentcloud", "Tencent Cloud", "qcloud", "腾讯云"],
    endpoints: &["cdn.api.qcloud.com", "cdn.api.qcloud.com", "cdn.tencentcloudapi.com"],
    actions: &[
        "DescribeCdnHosts",
        "AddCdnHost",
        "RefreshCdnUrl",
        "UpdateCdnConfig",
        "OnlineHost",
        "CdnPusherV2",
    ],
    clients: &["qcloudapi-sdk-python", "QcloudApi.Module.Cdn", "qcloud-cdn", "qcloudcli"],
    request: "«uuid»",
    bodies: &[
        r#"{"code":«code»,"message":"(«code»)«message|json»","codeDesc":"«description»"}"#,
        r#"{"code":«code»,"message":"«message|json»","codeDesc":"«description»"}"#,
        r#"{"code":«outer»,"message":"(«code»)«message|json»","codeDesc":"«description»"}"#,
    ],
    own: &[
        r#"«time» POST https://«endpoint»/v2/index.php Action=«action» -> {"code":«code»,"message":"«message|json»","codeDesc":"«description»"}"#,
        r#"«time-comma» ERROR «app» https://«endpoint»/v2/index.php {"code":«outer»,"message":"(«code»)«message|json»","codeDesc":"«description»"}"#,
        r#"«time» deploy: { code: «code», message: '«message»', codeDesc: '«description»' }"#,
        r#"cdn «action»: code=«outer» codeDesc=«description» message=(«code»)«message»"#,
        r#"«time-ms» WARN  [«thread»] c.e.cdn.TencentCdnClient : 腾讯云返回 code=«code», «message»"#,
        r#"{"level":"error","ts":«epoch-us»,"caller":"«go-file»:«d3»","msg":"qcloud cdn","action":"«action»","code":«code»,"codeDesc":"«description»","took":0.«d3»}"#,
        r#"«slashes» qcloudapi-sdk-python «endpoint» «action» 错误码: «code» 错误信息: «message»"#,
        r#"time="«iso-s»Z" level=error msg="«message»" host=«endpoint» action=«action» code=«code» codeDesc=«description»"#,
        r#"«time-comma» ERROR «app» QcloudApi.Module.Cdn {u'codeDesc': u'«description»', u'message': u'(«code») «message»', u'code': «outer»}"#,
    ],
};

const UCLOUDSTACK: Voice = Voice {
    slug: "ucloudstack",
    names: &["ucloudstack", "UCloudStack", "优刻得私有云"],
    endpoints: &["api.ucloudstack.com", "console.ucloudstack.com"],
    actions: &["CreateVMInstance", "DeleteSubnet", "AttachDisk", "BindEIP", "CreateVS", "ModifyEIPBandwidth"],
    clients: &[
        "ucloudstack-sdk-go",
        "ucloudstack-sdk-python",
        "com.ucloudstack.api.Client",
        "ucloudstack-cli",
    ],
    request: "«uuid»",
    bodies: &[
        r#"{"RetCode":«code»,"Message":"«message|json»","Action":"«action»Response"}"#,
        r#"{"Action":"«action»Response","Message":"«message|json»","RetCode":«code»,"RequestUUID":"«request»"}"#,
    ],
    own: &[
        r#"«slashes» ucloudstack-sdk-go: api: api response error, RetCode: «code», Message: «message», RequestUUID: «request», Action: «action»Response"#,
        r#"«time-comma» ERROR «app» {'Action': '«action»Response', 'Message': '«message»', 'RetCode': «code»}"#,
        r#"Error: error on creating disk, api response error, RetCode: «code», Message: «message», in resource "ucloudstack_disk" "data""#,
        r#"«syslog» «host» disk-reaper[«pid»]: «action» disk-«a8» RetCode=«code» Message=«message»"#,
        r#"time=«iso»+08:00 level=ERROR msg="snat rule" Action=«action» RetCode=«code» Message="«message»""#,
        r#"«time-ms» WARN  [«thread»] c.e.vm.StackRetry - «action» RetCode=«code» host=«endpoint» attempt=«r9»"#,
        r#"«time-ms» ERROR [«thread»] c.e.vm.VmTask - 调用 UCloudStack «action» 失败，RetCode：«code»，Message：«message»，资源 vm-«a12»"#,
        r#"[«time»] local.ERROR: «endpoint» answered {"RetCode":«code»,"Message":"«message|json»","Action":"«action»Response"}"#,
        r#"│ Error: do «action» failed, [ucloudstack] RetCode «code» «message» with ucloudstack_vpc.main, on main.tf line «r90»"#,
    ],
};

/// What logs of others make of a body.
pub(super) const CARRIERS: &[&str] = &[
    r#"«body»"#,
    r#"«body|ascii»"#,
    r#"«time-ms» ERROR [«thread»] c.e.cloud.ApiClient - POST https://«endpoint»/ answered «status» in «ms» ms: «body»"#,
    r#"«time-comma» ERROR «client» request «x8» failed body=«body|ascii» elapsed=«ms»ms"#,
    r#"{"level":"error","ts":«epoch-us»,"caller":"«go-file»:«d3»","msg":"cloud api","resp":"«body|json»","attempt":«r9»}"#,
    r#"{"stream":"stderr","log":"{\"res\":\"«body|json-twice»\"}","time":"«iso-us»000Z"}"#,
    r#"time="«iso-s»+08:00" level=error msg="«action» failed" provider=«client» body="«body|json»""#,
    r#"<131>1 «iso»Z «host» «app» «pid» ID«r99» [meta sequenceId="«count»"] «action» answered «body»"#,
    r#"«slashes» [info] «pid»#«pid»: *«id» upstream body: «body|nginx», client: «ip», request: "POST / HTTP/1.1", host: "«endpoint»""#,
    r#"«ip» - - [«clf»] "POST / HTTP/1.1" «status» «size» "-" "«agent»" host=«endpoint» body="«body|nginx»""#,
    r#"E«klog»       1 controller.go:«d3»] reconcile «namespace»/«app»: «action»: unexpected response «body», requeue in «r60»s"#,
    r#"{"@timestamp":"«iso»Z","log.level":"ERROR","ecs.version":"1.2.0","service.name":"«app»","error.message":"«body|json»","http.response.status_code":«status»}"#,
    r#"{"timeUnixNano":"«epoch-ms»000000","severityText":"ERROR","body":{"stringValue":"«action»: «body|json»"},"traceId":"«x32»","spanId":"«x16»"}"#,
    r#"«esc»[31mERROR«esc»[0m[«d4»] «action» on «endpoint»: «body»"#,
    r#"«time-ms» «esc»[1;31mERROR«esc»[0;39m «esc»[35m«pid»«esc»[0;39m --- [«thread»] «esc»[36mc.e.cloud.ApiClient«esc»[0;39m : «body»"#,
    r#"{"level":50,"time":«epoch-ms»,"pid":«pid»,"hostname":"«host»","err":{"type":"Error","message":"«body|json»"},"msg":"«action» failed"}"#,
    r#"«syslog» «host» «app»[«pid»]: «client»: «body»"#,
    r#"[«time-comma»: ERROR/ForkPoolWorker-«r16»] Task «app».tasks.«job»[«uuid»] raised unexpected: ApiError('«body»')"#,
    r#"«time-ms» ERROR [«thread»] c.e.cloud.ApiClient - 调用云接口 «action» 返回异常，响应报文：«body»，耗时 «ms»ms，请求号 «x16»"#,
    r#"{"time":"«iso»Z","level":"error","cloud":"«vendor»","event":{"action":"«action»","response":«body»,"ms":«ms»}}"#,
    r#"«iso» stderr F «time» [error] «app»: «action» -> «body|ascii»"#,
];

/// A message alone in a line that names the vendor.
pub(super) const NAMED: &[&str] = &[
    r#"«time-ms» ERROR [«thread»] c.e.cloud.CloudService - «vendor» 调用失败，原因：«message»"#,
    r#"«time-comma» ERROR «client» «action»: «message»"#,
    r#"{"level":"error","ts":"«iso»Z","provider":"«vendor»","op":"«action»","error":"«message|json»","took_ms":«ms»}"#,
    r#"time="«iso-s»+08:00" level=error msg="«message|json»" endpoint=«endpoint» op=«action»"#,
    r#"«syslog» «host» «app»[«pid»]: «vendor»: «message»"#,
    r#"E«klog»       1 controller.go:«d3»] sync «namespace»/«app»: «client»: «message»"#,
];

/// A message alone, with nothing that says whose it is.
pub(super) const ANONYMOUS: &[&str] = &[
    r#"«time-ms» ERROR [«thread»] c.e.cloud.ResourceService - «message»"#,
    r#"«time-comma» ERROR [«thread»] 调用云接口异常：«message»，任务号 «d6»，耗时 «ms»ms"#,
    r#"{"level":"error","ts":"«iso»Z","caller":"«go-file»:«d3»","msg":"apply failed","error":"«message|json»"}"#,
    r#"time="«iso-s»+08:00" level=error msg="apply failed" err="«message|json»" job=«job»"#,
    r#"«syslog» «host» provisioner[«pid»]: «message»"#,
    r#"[«time»] provision.ERROR: «message» {"task":«id»,"step":«r9»}"#,
    r#"«esc»[31mError:«esc»[0m «message»"#,
];

/// Public codes of Tencent's API 2.0 with their `codeDesc`; first the one under which modules report their own codes.
pub(super) const TENCENT_DESCRIPTIONS: &[(&str, &str)] = &[
    ("4000", "InvalidParameter"),
    ("4100", "AuthFailure"),
    ("4200", "RequestExpired"),
    ("4300", "RequestForbidden"),
    ("4400", "RequestLimitExceeded"),
    ("4500", "ReplayAttack"),
    ("4600", "UnsupportedProtocol"),
    ("5000", "ResourceNotFound"),
    ("5100", "OperationFailed"),
    ("5200", "PurchaseFailed"),
    ("5300", "PurchaseFailed"),
    ("5400", "PartlyFailed"),
    ("5500", "UserNotQualified"),
    ("6000", "ServerError"),
    ("6100", "VersionNotSupported"),
    ("6200", "ServiceUnavailable"),
];
